import type { Problem } from '../../../electron/contract/errors'
import type { SwitchingLink } from './switchingLink'
import { toProblem } from './toProblem'

/**
 * Follows a stream of another process for as long as the window lives: it is opened again on every new connection.
 * `fail` hears of a stream that ended although its connection did not.
 */
export function follow<Value>(
  onConnected: SwitchingLink['onConnected'],
  open: () => Promise<AsyncIterable<Value>>,
  use: (value: Value) => void,
  fail: (problem: Problem) => void,
): void {
  const run = async (ended: AbortSignal) => {
    try {
      for await (const value of await open()) use(value)
    } catch (error) {
      if (!ended.aborted) fail(toProblem(error))
    }
  }
  onConnected((ended) => void run(ended))
}
