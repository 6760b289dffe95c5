import { numberQuery, plain, takes, type CommandTable } from '../command'
import type { Instrument } from '../instrument'
import { number } from '../parameters'
import { ranges } from '../ranges'
import type { StatusRegister } from '../statusRegister'

export function statusCommands({ status }: Instrument): CommandTable {
  return {
    ...registerCommands('STATus:OPERation', status.operation),
    ...registerCommands('STATus:QUEStionable', status.questionable),
    'STATus:PRESet': plain(() => {
      status.operation.enable = 0
      status.questionable.enable = 0
    }),
  }
}

function registerCommands(header: string, register: StatusRegister): CommandTable {
  return {
    [`${header}:CONDition?`]: plain(() => String(register.condition)),
    [`${header}[:EVENt]?`]: plain(() => String(register.readEvent())),
    [`${header}:ENABle`]: takes([number(ranges.word)], (mask) => {
      register.enable = mask
    }),
    [`${header}:ENABle?`]: numberQuery(ranges.word, () => String(register.enable)),
  }
}
