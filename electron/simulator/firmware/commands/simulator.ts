import { quoted } from '../answers'
import { plain, takes, type CommandTable } from '../command'
import { faultNames } from '../faults'
import type { Instrument } from '../instrument'
import { keyword, number, optional, text } from '../parameters'
import { ranges } from '../ranges'
import { ScpiError } from '../scpiError'

/** What no real instrument has. */
export function simulatorCommands({ faults, laser, model, seed, unplug }: Instrument): CommandTable {
  return {
    'SIMulator:SAMPle': takes([text], (name) => {
      if (!model.select(name)) throw new ScpiError(-224, `no sample ${name.slice(0, 64)}`)
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
