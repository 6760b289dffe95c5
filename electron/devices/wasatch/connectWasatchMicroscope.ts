import { StokesError } from '../../contract/errors'
import type { Clock } from '../../shared/clock'
import { InstrumentMicroscope } from '../instrumentMicroscope'
import type { Microscope } from '../microscope'
import { leastFirst } from '../protocol/wasatch/decodeAnswers'
import type { Eeprom } from '../protocol/wasatch/eeprom'
import { familyOf } from '../protocol/wasatch/families'
import { GET } from '../protocol/wasatch/requests'
import { spectrumLayout } from '../protocol/wasatch/spectrum'
import { coolerSetpoint } from '../protocol/wasatch/temperatures'
import type { UsbTransport } from '../transport/usbTransport'
import { wavenumberAxis } from '../wavenumberAxis'
import { askInstrument, type Told } from './askInstrument'
import { identityOf, limitsOf, setpointOf } from './describeInstrument'
import { FrameReader } from './frameReader'
import type { Instrument } from './instrument'
import { setIntegrationTime } from './integrationTime'
import { switchLaserOff } from './laserState'
import { openWasatch } from './openWasatch'
import { readReadings } from './readings'
import { WasatchDriver } from './wasatchDriver'
import { WasatchLink } from './wasatchLink'
import { WasatchRun } from './wasatchRun'

interface ConnectOptions {
  /** As `listWasatch` gives it. */
  path: string
  clock: Clock
  open?: (path: string) => Promise<{ transport: UsbTransport; productId: number }>
}

/** A frame that a host which died had asked for is waited for no longer. */
const LONGEST_STALE_MS = 2_000

/**
 * Connects to an instrument of Wasatch Photonics: laser off first, then identity and calibration from its EEPROM, the watchdog
 * set where there is one, stale bytes thrown away, and one frame discarded.
 *
 * @throws device.notFound, device.noPermission, device.busy for the way there; device.notAMicroscope, device.noAnswer,
 * device.refused, laser.stillEmitting for what is at its end
 */
export async function connectWasatchMicroscope({
  path,
  clock,
  open = openWasatch,
}: ConnectOptions): Promise<Microscope> {
  const { transport, productId } = await open(path)
  const family = familyOf(productId)
  if (!family) {
    await transport.close()
    throw unsupported(path, productId)
  }
  const link = new WasatchLink(transport, family)
  try {
    await switchLaserOff(link, false)
    const told = await askInstrument(link)
    const { eeprom, feedback } = told
    if (feedback) await switchLaserOff(link, feedback)
    const wavenumbers = wavenumberAxis(
      eeprom.wavelengthCoefficients,
      eeprom.excitationNanometres,
      eeprom.pixels,
    )
    const instrument = await prepare(link, told, clock)
    const identity = identityOf(told)
    const limits = limitsOf(told)
    const readings = await readReadings(link, instrument)
    const driver = new WasatchDriver(link, instrument)
    return new InstrumentMicroscope({ driver, identity, wavenumbers, limits, clock, readings })
  } catch (error) {
    link.sendNow(link.set.laserEnable(false))
    await link.close()
    throw error
  }
}

async function prepare(
  link: WasatchLink,
  { eeprom, series, feedback, watchdog, warningDelayMs }: Told,
  clock: Clock,
): Promise<Instrument> {
  const { set, family } = link
  if (family === 'fx2') await link.send(set.internalTrigger())
  if (eeprom.hasLaser && series === 'x') {
    await link.send(set.selectAdc(0))
    await link.ask(GET.adc)
  }
  if (eeprom.hasCooling) await cool(link, eeprom)
  const before = leastFirst(await link.ask(GET.integrationTime), 3)
  const layout = spectrumLayout(family, eeprom.pixels)
  const instrument: Instrument = {
    eeprom,
    series,
    feedback,
    watchdog,
    warningDelayMs,
    reader: new FrameReader(link, layout, eeprom.invertedAxis, clock, Math.min(before, LONGEST_STALE_MS)),
    connectedAtMs: clock.monotonicMs(),
    integrationTimeMs: NaN,
    previousIntegrationTimeMs: 0,
    frames: 0,
    watchdogTrips: 0,
    watchdogSeconds: 0,
  }
  const run = new WasatchRun('acquisition', link)
  await setIntegrationTime(run, link, instrument, eeprom.integrationTimeMs.min)
  return instrument
}

/** The setpoint comes before the cooler is switched on. */
async function cool(link: WasatchLink, eeprom: Eeprom): Promise<void> {
  await link.send(link.set.coolerSetpoint(coolerSetpoint(setpointOf(eeprom), eeprom.celsiusToDac)))
  await link.send(link.set.coolerEnable(true))
}

function unsupported(path: string, productId: number): StokesError {
  return new StokesError(
    'device.unsupported',
    `The instrument ${path} has product number 0x${productId.toString(16)}, which Stokes does not speak to.`,
    { tip: 'Use an instrument of the X series (0x1000) or of the XS series (0x4000).' },
  )
}
