import type { Family } from '../protocol/wasatch/families'
import type { Eeprom } from '../protocol/wasatch/eeprom'
import type { FrameReader } from './frameReader'

/** An instrument that is connected, and what of its state the driver has to remember. */
export interface Instrument {
  readonly eeprom: Eeprom
  readonly series: Series
  /** Whether interlock and emission can be read. */
  readonly feedback: boolean
  readonly watchdog: 'firmware' | 'none'
  /** For so long the instrument warns before its laser emits. */
  readonly warningDelayMs: number
  readonly reader: FrameReader
  /** On the host's clock; the instrument has none that can be asked. */
  readonly connectedAtMs: number
  integrationTimeMs: number
  /** Of the exposure before, which the instrument may still be busy with. */
  previousIntegrationTimeMs: number
  frames: number
  watchdogTrips: number
  /** What the watchdog was last set to; 0 before. */
  watchdogSeconds: number
}

/** `xs`: on a Sony IMX sensor, with a firmware watchdog. `x`: all others, on Hamamatsu sensors. */
export type Series = 'x' | 'xs'

export function seriesOf(family: Family, { model, detector }: Eeprom): Series {
  return family === 'arm' && (/IMX/i.test(detector) || /\bXS|SiG/i.test(model)) ? 'xs' : 'x'
}
