import { emptyBlock, encodeBlock } from '../../protocol/block'
import { bool } from '../answers'
import { plain, takes, type Command, type CommandTable, type Wait } from '../command'
import type { Instrument } from '../instrument'
import { boolean, number, optional } from '../parameters'
import { ranges } from '../ranges'
import { ScpiError } from '../scpiError'

export function acquisitionCommands(instrument: Instrument): CommandTable {
  const { acquisition, faults, status, time } = instrument

  /** The next frame, or the empty block when none came in time or none can come. */
  const nextFrame = (deadlineUs: number): Wait => ({
    deadlineUs,
    isReady: () => acquisition.waitingFrames > 0 || !acquisition.isRunning,
    finish() {
      const frame = acquisition.take()
      return frame ? encodeBlock(faults.encode(frame)) : emptyBlock
    },
  })

  /** A client that reads a block must not run into a time-out: what fails answers the empty one. */
  const orEmptyBlock =
    (command: Command): Command =>
    (parameters) => {
      try {
        return command(parameters)
      } catch (error) {
        if (!(error instanceof ScpiError)) throw error
        status.report(error)
        return emptyBlock
      }
    }

  return {
    'INITiate[:IMMediate]': plain(() => {
      acquisition.start({ continuous: false })
    }),
    'INITiate:CONTinuous': takes([boolean], (on) => {
      if (on && !acquisition.isContinuous) acquisition.start({ continuous: true })
      if (!on && acquisition.isContinuous) acquisition.end()
    }),
    'INITiate:CONTinuous?': plain(() => bool(acquisition.isContinuous)),
    ABORt: plain(() => {
      instrument.abort()
    }),
    'FETCh?': orEmptyBlock(
      takes([optional(number(ranges.fetchWait), ranges.fetchWait.default)], (ms) => {
        if (!acquisition.wasEverStarted) throw new ScpiError(-230, 'no acquisition was started')
        return nextFrame(time.nowUs + ms * 1000)
      }),
    ),
    'READ?': orEmptyBlock(
      plain(() => {
        acquisition.start({ continuous: false })
        return nextFrame(Infinity)
      }),
    ),
    'DATA:POINts?': plain(() => String(acquisition.waitingFrames)),
  }
}
