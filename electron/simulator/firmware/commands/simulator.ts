import { disturbanceNames } from '../../disturbances'
import { quoted } from '../answers'
import { numberQuery, plain, takes, type Command, type CommandTable } from '../command'
import { driftNames, driftRanges, type Drifts } from '../drifts'
import { faultNames } from '../faultNames'
import type { Instrument } from '../instrument'
import { boolean, keyword, nameOf, number, optional, text } from '../parameters'
import { ranges } from '../ranges'
import { ScpiError } from '../scpiError'

/** A device text; with the standard one before it, it must stay below 255 characters (SCPI-1999, volume 2, 21.8.1). */
const detailLength = 200

/** What no real instrument has. */
export function simulatorCommands(instrument: Instrument): CommandTable {
  const { disturbances, drifts, faults, laser, model, seed, unplug } = instrument
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
    'SIMulator:SAMPle:CATalog?': plain(() => names(model.catalogue)),
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
    ...driftCommands(drifts),
    'SIMulator:DISTurbance': takes([nameOf(disturbanceNames), boolean], (name, on) => {
      disturbances.set(name, on)
    }),
    'SIMulator:DISTurbance?': plain(() => names([...disturbances.active]) || '""'),
    'SIMulator:DISTurbance:CATalog?': plain(() => names(disturbanceNames)),
    'SIMulator:DISTurbance:CLEar': plain(() => {
      disturbances.clear()
    }),
    'SIMulator:UNPLug': plain(() => {
      unplug()
    }),
  }
}

/** `SIMulator:DRIFt:LASer <nm>[,<s>]` and the like. */
function driftCommands(drifts: Drifts): CommandTable {
  const clear = plain(() => {
    drifts.clear()
  })
  const each = driftNames.flatMap((name): [string, Command][] => {
    const range = driftRanges[name]
    const time = optional(number(ranges.driftTime), ranges.driftTime.default)
    const set = takes([number(range), time], (value, seconds) => {
      drifts.set(name, value, Math.round(seconds * 1e6))
    })
    return [
      [`SIMulator:DRIFt:${name}`, set],
      [`SIMulator:DRIFt:${name}?`, numberQuery(range, () => String(drifts.valueOf(name)))],
    ]
  })
  return { ...Object.fromEntries(each), 'SIMulator:DRIFt:CLEar': clear }
}

function names(list: readonly string[]): string {
  return list.map(quoted).join(',')
}
