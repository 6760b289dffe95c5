import type { Problem } from '../../../electron/contract/errors'
import { toProblem } from '../bridge/toProblem'

/** What came of a call whose failure is shown where it was made. */
export type Outcome<Value> = { value: Value; problem: null } | { value: null; problem: Problem }

export async function outcomeOf<Value>(work: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { value: await work(), problem: null }
  } catch (error) {
    return { value: null, problem: toProblem(error) }
  }
}
