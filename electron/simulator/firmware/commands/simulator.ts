import { quoted } from '../answers'
import { plain, takes, type CommandTable } from '../command'
import { faultNames } from '../faults'
import type { Instrument } from '../instrument'
import { keyword, number, optional, text } from '../parameters'
import { ranges } from '../ranges'
import { ScpiError } from '../scpiError'

/** A device text; with the standard one before it, it must stay below 255 characters (SCPI-1999, volume 2, 21.8.1). */
const detailLength = 200

/** What no real instrument has. */
export function simulatorCommands({ faults, laser, model, seed, unplug }: Instrument): CommandTable {
  return {
    'SIMulator:SAMPle': takes([text], (name) => {
      try {
        model.select(name)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        throw new ScpiError(-224, error.message.slice(0, detailLength))
      }
    }),
    'SIMulator:SAMPle?': plain(() => quoted(model.sample)),
    'SIMulator:SAMPle:CATalog?': plain(() => model.catalogue.map(quoted).join(',')),
    'SIMulator:SEED?': plain(() => String(seed)),
    'SIMulator:INTerlock': takes([keyword('OPEN', 'CLOSed')], (position) => {
      if (position === 'OPEN') laser.openInterlock()
      else laser.closeInterlock()
    }),
    'SIMulator:FAULt': takes(
      [keyword(...faultNames, 'NONE'), optional(number(ranges.faults), ranges.faults.default)],
      (name, count) => {
        if (name === 'NONE') faults.clear()
        else faults.plan(name, count)
      },
    ),
    'SIMulator:UNPLug': plain(() => {
      unplug()
    }),
  }
}
