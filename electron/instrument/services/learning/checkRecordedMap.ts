import type { Remote } from 'comlink'
import { StokesError } from '../../../contract/errors'
import type { SaliencyTrust } from '../../../contract/saliency'
import type { CaseLogDesk } from '../caseLogDesk'
import type { LearningService } from './learningService'

interface Services {
  caseLog: Remote<CaseLogDesk>
  learning: LearningService
}

/**
 * Whether the map of the newest answer to a measurement can be believed, by the model that gave it.
 * @throws StokesError `usage.invalid` where there is no map, `model.notFound` where the model is not there any more
 */
export async function checkRecordedMap(
  { caseLog, learning }: Services,
  acquisitionId: string,
): Promise<SaliencyTrust> {
  const result = await caseLog.result(acquisitionId)
  if (!result?.answer.processed || !result.answer.saliency)
    throw new StokesError('usage.invalid', 'The measurement has no answer with a saliency map.', {
      tip: 'Answer it first; a spectrum that is to be repeated has no map.',
    })
  const { measured } = await caseLog.recorded(acquisitionId)
  return learning.checkAnswer(result.answer, measured)
}
