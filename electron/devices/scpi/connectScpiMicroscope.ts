import { isDeepStrictEqual } from 'node:util'
import type { ExposureLimits } from '../../contract/device'
import { StokesError } from '../../contract/errors'
import type { DeviceIdentity } from '../../contract/frame'
import type { Clock } from '../../shared/clock'
import { randomId, type NewId } from '../../shared/ids'
import { InstrumentMicroscope } from '../instrumentMicroscope'
import type { Microscope } from '../microscope'
import { readFields, readNumber, splitFields } from '../protocol/readAnswer'
import type { ByteTransport } from '../transport/byteTransport'
import { openSerialTransport } from '../transport/serialTransport'
import { exposeFrames } from './exposeFrames'
import { FrameGuard } from './frameGuard'
import { startHeartbeat } from './heartbeat'
import { readReadings } from './readings'
import { ScpiDriver } from './scpiDriver'
import { ScpiLink } from './scpiLink'
import { ScpiRun } from './scpiRun'
import { SimulatorSamples } from './simulatorSamples'
import { SimulatorTroubles } from './simulatorTroubles'
import { wavenumberAxis } from '../wavenumberAxis'

interface ConnectOptions {
  /** Of a serial port or a pseudo-terminal. */
  path: string
  clock: Clock
  newId?: NewId
  open?: (path: string) => Promise<ByteTransport>
}

/** The shortest exposure that tells what the instrument is; the shutter is closed. */
const PROBE_MS = 10
/** By the protocol. */
const SATURATION_COUNTS = 65_535
const NO_BAD_PIXEL = -1

/**
 * Connects to a microscope that speaks the instrument protocol, as its section 6 says: stale bytes thrown away, laser off,
 * identity and calibration read, heartbeat started. One dark frame tells whether its photons come from a computer.
 *
 * @throws device.notFound, device.noPermission, device.busy for the port; device.noAnswer, device.notAMicroscope for what
 * is behind it
 */
export async function connectScpiMicroscope({
  path,
  clock,
  newId = randomId,
  open = openSerialTransport,
}: ConnectOptions): Promise<Microscope> {
  const link = new ScpiLink(await open(path), newId)
  let stopHeartbeat = (): void => undefined
  try {
    const described = await recognise(path, link)
    link.send('SYST:HEAR:RES')
    stopHeartbeat = startHeartbeat(link)

    const { model, pixels } = described.identity
    const guard = new FrameGuard(pixels)
    const simulated = await isSimulated(link, guard, clock)
    if (/^VM-/.test(model) && !simulated) throw impostor(path, model)
    const identity: DeviceIdentity = { ...described.identity, origin: simulated ? 'simulated' : 'instrument' }
    const samples = simulated ? await SimulatorSamples.read(link) : null
    const simulator = simulated ? await SimulatorTroubles.read(link) : null
    const readings = await readReadings(link)
    const driver = new ScpiDriver({ link, guard, origin: identity.origin, stopHeartbeat })
    return new InstrumentMicroscope({ ...described, identity, driver, clock, samples, simulator, readings })
  } catch (error) {
    link.send('SYST:ALL')
    stopHeartbeat()
    await link.close()
    throw error
  }
}

interface Description {
  identity: Omit<DeviceIdentity, 'origin'>
  wavenumbers: Float64Array
  limits: ExposureLimits
}

/** Something that does not answer at all has no power or is another port; something that answers otherwise is no microscope. */
async function recognise(path: string, link: ScpiLink): Promise<Description> {
  link.send('', 'SYST:ALL', '*CLS')
  let answered = false
  try {
    await link.resync()
    answered = true
    return await describeSurely(link)
  } catch (cause) {
    const { code = null } = cause instanceof StokesError ? cause : {}
    if (code !== 'device.garbled' && !(answered && code === 'device.noAnswer')) throw cause
    throw new StokesError(
      'device.notAMicroscope',
      `What answers on ${path} is no Stokes microscope. ${(cause as StokesError).message}`,
      { cause, tip: 'Choose the port of the microscope from the list, or unplug it and plug it in again.' },
    )
  }
}

/**
 * What is read here holds for every frame that follows, and an answer that is a line has no checksum: it must be the same
 * twice.
 */
async function describeSurely(link: ScpiLink): Promise<Description> {
  const first = await describe(link)
  const second = await describe(link)
  if (isDeepStrictEqual(first, second)) return second
  throw new StokesError('device.garbled', 'It described itself differently when it was asked again.', {
    tip: 'Check the cable, then connect again.',
  })
}

async function describe(link: ScpiLink): Promise<Description> {
  const { maker, model, serialNumber, firmware } = readFields(
    await link.query('*IDN?'),
    ',',
    'maker',
    'model',
    'serialNumber',
    'firmware',
  )
  const pixels = readNumber(await link.query('SENS:DET:PIX?'))
  const coefficients = readFields(await link.query('CAL:WAV?'), ',', 'c0', 'c1', 'c2', 'c3')
  const excitationNanometres = readNumber(await link.query('CAL:EXC?'))
  const detectorSetpointCelsius = readNumber(await link.query('SENS:DET:TEMP:SETP?'))
  const badPixels = splitFields(await link.query('CAL:BADP?'), ',').map(readNumber)
  return {
    identity: {
      maker,
      model,
      serialNumber,
      firmware,
      pixels,
      excitationNanometres,
      saturationCounts: SATURATION_COUNTS,
      badPixels: badPixels.filter((pixel) => pixel !== NO_BAD_PIXEL),
      detectorSetpointCelsius,
      watchdog: 'firmware',
    },
    wavenumbers: wavenumberAxis(Object.values(coefficients).map(readNumber), excitationNanometres, pixels),
    limits: {
      integrationTimeMs: await readLimits(link, 'SENS:INT'),
      accumulations: await readLimits(link, 'SENS:AVER:COUN'),
      laserPowerMilliwatts: await readLimits(link, 'SOUR:LAS:POW'),
    },
  }
}

async function readLimits(link: ScpiLink, setting: string): Promise<{ min: number; max: number }> {
  const { min, max } = readFields(await link.query(`${setting}? MIN;${setting}? MAX`), ';', 'min', 'max')
  return { min: readNumber(min), max: readNumber(max) }
}

async function isSimulated(link: ScpiLink, guard: FrameGuard, clock: Clock): Promise<boolean> {
  let simulated = false
  const run = new ScpiRun('acquisition', link)
  run.send(`SENS:INT ${PROBE_MS}`)
  const expected = { integrationTimeMs: PROBE_MS, count: 1, laser: false, shutterOpen: false }
  await exposeFrames(run, expected, {
    guard,
    clock,
    watch: () => Promise.resolve(),
    onFrame: (frame) => {
      simulated = frame.simulated
    },
  })
  return simulated
}

function impostor(path: string, model: string): StokesError {
  return new StokesError(
    'acquisition.originMismatch',
    `The instrument on ${path} calls itself the virtual microscope ${model}, but does not mark its frames as simulated.`,
    { tip: 'Use the virtual microscope that came with this version of Stokes.' },
  )
}
