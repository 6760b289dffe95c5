import type { Remote } from 'comlink'
import { StokesError } from '../../../contract/errors'
import type { Recomputation } from '../../../contract/recomputation'
import type { AnalysisThread } from '../analysis'
import type { CaseLogDesk } from '../caseLogDesk'
import { compareAnswers, sameValues } from './compareAnswers'

interface Threads {
  caseLog: Remote<CaseLogDesk>
  analysis: Pick<AnalysisThread, 'answer'>
}

/**
 * Computes the newest answer to a measurement again, with the model and the engine of today, and says what differs. Nothing is stored.
 * @throws StokesError `usage.invalid` where there is no answer, and what the case log and the model throw
 */
export async function recomputeRecorded(
  { caseLog, analysis }: Threads,
  acquisitionId: string,
): Promise<Recomputation> {
  const result = await caseLog.result(acquisitionId)
  if (!result) {
    throw new StokesError('usage.invalid', 'The measurement has no answer that could be computed again.', {
      tip: 'Let it be answered first.',
    })
  }
  const { measured } = await caseLog.recorded(acquisitionId)
  const { answer } = await analysis.answer(measured)
  const differences = compareAnswers(result.answer, answer)
  return { acquisitionId, resultId: result.id, same: sameValues(differences), differences }
}
