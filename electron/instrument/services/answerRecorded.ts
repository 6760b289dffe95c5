import type { Remote } from 'comlink'
import type { StoredResult } from '../../contract/cases'
import type { AnalysisThread } from './analysis'
import type { CaseLogDesk } from './caseLogDesk'

interface Threads {
  caseLog: Remote<CaseLogDesk>
  analysis: Pick<AnalysisThread, 'answer'>
}

/**
 * Answers a measurement from its frames in the case log: one that came to no answer when it was made (a model that was
 * missing, an engine that failed), or to another one than the model of today gives. The earlier answer is kept.
 *
 * @throws usage.invalid for a measurement that is not complete, and what the case log and the model throw
 */
export async function answerRecorded(
  { caseLog, analysis }: Threads,
  acquisitionId: string,
): Promise<StoredResult> {
  const { measured, entries } = await caseLog.recorded(acquisitionId)
  const { answer, recipe } = await analysis.answer(measured)
  return caseLog.saveAnswer({ acquisitionId, frames: entries, recipe, answer })
}
