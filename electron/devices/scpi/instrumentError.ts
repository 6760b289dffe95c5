import { StokesError, type ErrorCode } from '../../contract/errors'
import { readInstrumentMessage, type InstrumentMessage } from '../protocol/readAnswer'

/** Error numbers of section 4 of the instrument protocol that call for a remedy of their own. */
const MEANING = new Map<number, { code: ErrorCode; tip: string }>([
  [101, { code: 'laser.interlockOpen', tip: 'Close the interlock (the door, or the cover of the probe).' }],
  [102, { code: 'device.wrongState', tip: 'Try again; if it stays so, connect again.' }],
  [103, { code: 'laser.watchdogTripped', tip: 'Try again; if it stays so, connect again.' }],
  [104, { code: 'device.wrongState', tip: 'Try again; if it stays so, look whether the shutter moves.' }],
  [
    105,
    {
      code: 'laser.watchdogTripped',
      tip: 'This computer was too slow. Close other programs, then try again.',
    },
  ],
  [-221, { code: 'device.wrongState', tip: 'Try again; if it stays so, connect again.' }],
  [-222, { code: 'device.outOfRange', tip: 'Choose a value within the limits of the instrument.' }],
  [-224, { code: 'device.refused', tip: 'Choose one of the values that the instrument offers.' }],
])

interface Queries {
  query(message: string): Promise<string>
}

/** The error queue holds 32. */
const QUEUE_LENGTH = 32

/**
 * Waits until the instrument has carried out all that was sent, and fails with the first error that it queued.
 *
 * @throws laser.interlockOpen, laser.watchdogTripped, device.wrongState, device.outOfRange, device.refused
 */
export async function expectNoError(link: Queries): Promise<void> {
  let first: InstrumentMessage | null = null
  for (let i = 0; i <= QUEUE_LENGTH; i++) {
    const message = readInstrumentMessage(await link.query('SYST:ERR?'))
    if (message.number === 0) break
    first ??= message
  }
  if (first) throw instrumentError(first)
}

function instrumentError({ number, text }: InstrumentMessage): StokesError {
  const { code, tip } = MEANING.get(number) ?? { code: 'device.refused', tip: 'Connect again.' }
  return new StokesError(code, `The instrument refused: ${text} (error ${number}).`, {
    tip,
    details: { number, text },
  })
}
