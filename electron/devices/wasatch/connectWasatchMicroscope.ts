import { StokesError } from '../../contract/errors'
import type { Clock } from '../../shared/clock'
import { InstrumentMicroscope } from '../instrumentMicroscope'
import type { Microscope } from '../microscope'
import { firmwareVersion, fpgaVersion, isAtLeast, leastFirst } from '../protocol/wasatch/decodeAnswers'
import { decodeEeprom, EEPROM_PAGES, type Eeprom } from '../protocol/wasatch/eeprom'
import { familyOf } from '../protocol/wasatch/families'
import { GET, getEepromPage } from '../protocol/wasatch/requests'
import { spectrumLayout } from '../protocol/wasatch/spectrum'
import { coolerSetpoint } from '../protocol/wasatch/temperatures'
import type { UsbTransport } from '../transport/usbTransport'
import { wavenumberAxis } from '../wavenumberAxis'
import { identityOf, limitsOf } from './describeInstrument'
import { FrameReader } from './frameReader'
import { seriesOf, type Instrument, type Series } from './instrument'
import { setIntegrationTime } from './integrationTime'
import { switchLaserOff } from './laserState'
import { openWasatch } from './openWasatch'
import { readReadings } from './readings'
import { setWatchdog } from './setWatchdog'
import { WasatchDriver } from './wasatchDriver'
import { WasatchLink } from './wasatchLink'
import { WasatchRun } from './wasatchRun'

interface ConnectOptions {
  /** As `listWasatch` gives it. */
  path: string
  clock: Clock
  open?: (path: string) => Promise<{ transport: UsbTransport; productId: number }>
}

/** Until a run sets it for its frames: the maker's default. */
const WATCHDOG_SECONDS = 10
/** FX2 firmware that can tell interlock and emission. */
const FEEDBACK_SINCE = '10.0.0.11'
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
    const told = await ask(link)
    const { eeprom, series, feedback, firmware, watchdog } = told
    if (feedback) await switchLaserOff(link, feedback)
    const wavenumbers = wavenumberAxis(
      eeprom.wavelengthCoefficients,
      eeprom.excitationNanometres,
      eeprom.pixels,
    )
    const instrument = await prepare(link, told, clock)
    const identity = identityOf({ ...told, family, firmware, series, watchdog })
    const limits = limitsOf({ ...told, family, firmware, series, watchdog })
    const readings = await readReadings(link, instrument)
    const driver = new WasatchDriver(link, instrument)
    return new InstrumentMicroscope({ driver, identity, wavenumbers, limits, clock, readings })
  } catch (error) {
    link.sendNow(link.set.laserEnable(false))
    await link.close()
    throw error
  }
}

interface Told {
  eeprom: Eeprom
  series: Series
  firmware: string
  fpga: string
  feedback: boolean
  watchdog: 'firmware' | 'none'
  warningDelayMs: number
}

async function ask(link: WasatchLink): Promise<Told> {
  const pages: Uint8Array[] = []
  for (let page = 0; page < EEPROM_PAGES; page++)
    pages.push((await link.ask(getEepromPage(page))).subarray(0, 64))
  const eeprom = decodeEeprom(pages)
  const series = seriesOf(link.family, eeprom)
  const firmware = firmwareVersion(await link.ask(GET.firmware))
  const feedback =
    series === 'xs' ||
    (eeprom.interlockFeedback && (link.family === 'arm' || isAtLeast(firmware, FEEDBACK_SINCE)))
  return {
    eeprom,
    series,
    firmware,
    fpga: fpgaVersion(await link.ask(GET.fpga)),
    feedback,
    watchdog: series === 'xs' && (await hasWatchdog(link)) ? 'firmware' : 'none',
    warningDelayMs: series === 'xs' ? 1000 * (await link.ask(GET.laserWarningDelay))[0]! : 0,
  }
}

/** A watchdog that does not take its time is none. */
async function hasWatchdog(link: WasatchLink): Promise<boolean> {
  try {
    await setWatchdog(link, link.set, WATCHDOG_SECONDS)
    return true
  } catch (error) {
    if (error instanceof StokesError && error.code === 'device.refused') return false
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
  }
  const run = new WasatchRun('acquisition', link)
  await setIntegrationTime(run, link, instrument, eeprom.integrationTimeMs.min)
  return instrument
}

/** The setpoint comes before the cooler is switched on. */
async function cool(
  link: WasatchLink,
  { startupCelsius, coolerCelsius, celsiusToDac }: Eeprom,
): Promise<void> {
  const celsius = Math.min(coolerCelsius.max, Math.max(coolerCelsius.min, startupCelsius))
  await link.send(link.set.coolerSetpoint(coolerSetpoint(celsius, celsiusToDac)))
  await link.send(link.set.coolerEnable(true))
}

function unsupported(path: string, productId: number): StokesError {
  return new StokesError(
    'device.unsupported',
    `The instrument ${path} has product number 0x${productId.toString(16)}, which Stokes does not speak to.`,
    { tip: 'Use an instrument of the X series (0x1000) or of the XS series (0x4000).' },
  )
}
