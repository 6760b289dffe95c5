import { toProblem, type StokesError } from '../../../contract/errors'
import type { AnswerDifference } from '../../../contract/recomputation'
import type { CaseLog } from '../../../storage/openCaseLog'
import { damagedFrames } from './inputDifferences'

/** Why an answer cannot be computed again, as what differs; frames that the disk changed are named with their hashes. */
export function whyNot(
  log: Pick<CaseLog, 'frames'>,
  acquisitionId: string,
  error: StokesError,
): AnswerDifference[] {
  const { message } = toProblem(error)
  const problem = { kind: 'value', what: 'problem', stored: null, again: message } as const
  return error.code === 'storage.damaged' ? [...damagedFrames(log, acquisitionId), problem] : [problem]
}
