import { plain, takes, numberQuery, type CommandTable } from '../command'
import type { Instrument } from '../instrument'
import { number, text } from '../parameters'
import { ranges } from '../ranges'
import { ScpiError } from '../scpiError'
import { Watchdog } from '../watchdog'

const echoed = /^[ -~]{0,64}$/

export function systemCommands(instrument: Instrument): CommandTable {
  const { status, time, watchdog } = instrument
  return {
    'SYSTem:ALLoff': plain(() => {
      instrument.allOff('alloff')
    }),
    'SYSTem:HEARtbeat': takes([number(ranges.heartbeat)], (beat) => {
      watchdog.feed(beat)
    }),
    'SYSTem:HEARtbeat?': numberQuery(ranges.heartbeat, () => String(watchdog.lastNumber)),
    'SYSTem:HEARtbeat:RESet': plain(() => {
      instrument.allOff('alloff')
      watchdog.reset()
    }),
    'SYSTem:WATChdog?': plain(() =>
      [Watchdog.timeoutMs, Math.ceil(watchdog.remainingMs), watchdog.emissionsEnded].join(','),
    ),
    'SYSTem:ECHO?': takes([text], (token) => {
      if (!echoed.test(token)) throw new ScpiError(-224, 'more than 64 characters, or not printable')
      return token
    }),
    'SYSTem:ERRor[:NEXT]?': plain(() => status.errors.next()),
    'SYSTem:ERRor:COUNt?': plain(() => String(status.errors.count)),
    'SYSTem:ERRor:ALL?': plain(() => status.errors.all()),
    'SYSTem:VERSion?': plain(() => '1999.0'),
    'SYSTem:TIME?': plain(() => String(time.nowUs)),
  }
}
