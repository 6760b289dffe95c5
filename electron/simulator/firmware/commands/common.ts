import { plain, takes, type CommandTable, type Wait } from '../command'
import type { Instrument } from '../instrument'
import { number } from '../parameters'
import { ranges } from '../ranges'

const version = '1.0.0'

/** The common commands of IEEE 488.2 (10). */
export function commonCommands(instrument: Instrument): CommandTable {
  const { acquisition, status } = instrument
  const serialNumber = `VM${instrument.seed.toString(16).toUpperCase().padStart(8, '0')}`
  const untilDone = (finish: Wait['finish']): Wait => ({
    deadlineUs: Infinity,
    isReady: () => !acquisition.isFinite,
    finish,
  })
  return {
    '*IDN?': plain(() => `Stokes,VM-785,${serialNumber},${version}`),
    '*RST': plain(() => {
      instrument.reset()
    }),
    '*CLS': plain(() => {
      instrument.clearStatus()
    }),
    '*ESE': takes([number(ranges.byte)], (mask) => {
      status.standardEnable = mask
    }),
    '*ESE?': plain(() => String(status.standardEnable)),
    '*ESR?': plain(() => String(status.readStandardEvent())),
    '*SRE': takes([number(ranges.byte)], (mask) => {
      // Bit 6 is the summary itself and cannot be enabled (IEEE 488.2, 11.3.2.3).
      status.serviceRequestEnable = mask & ~(1 << 6)
    }),
    '*SRE?': plain(() => String(status.serviceRequestEnable)),
    '*STB?': plain(() => String(status.statusByte)),
    '*OPC': plain(() => {
      instrument.awaitCompletion()
    }),
    '*OPC?': plain(() => untilDone(() => '1')),
    '*WAI': plain(() => untilDone(() => undefined)),
    '*TST?': plain(() => '0'),
  }
}
