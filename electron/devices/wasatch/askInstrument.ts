import { StokesError } from '../../contract/errors'
import { firmwareVersion, fpgaVersion, isAtLeast } from '../protocol/wasatch/decodeAnswers'
import { decodeEeprom, EEPROM_PAGES } from '../protocol/wasatch/eeprom'
import { GET, getEepromPage } from '../protocol/wasatch/requests'
import type { Described } from './describeInstrument'
import { seriesOf } from './instrument'
import { setWatchdog } from './setWatchdog'
import type { WasatchLink } from './wasatchLink'

/** Until a run sets it for its frames: the maker's default. */
const WATCHDOG_SECONDS = 10
/** FX2 firmware that can tell interlock and emission. */
const FEEDBACK_SINCE = '10.0.0.11'

/** What an instrument says when it is connected to. */
export interface Told extends Described {
  feedback: boolean
  warningDelayMs: number
}

/** @throws device.notAMicroscope for one whose EEPROM is not usable */
export async function askInstrument(link: WasatchLink): Promise<Told> {
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
    family: link.family,
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
