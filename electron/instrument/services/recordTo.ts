import type { Remote } from 'comlink'
import type { AcquisitionLog } from './acquisitionLog'
import type { CaseLogDesk } from './caseLogDesk'

/** Records a measurement in a case log on its thread. */
export function recordTo(caseLog: Remote<CaseLogDesk>): AcquisitionLog {
  return {
    start: (acquisition) => caseLog.startAcquisition(acquisition),
    append: (acquisitionId, frame, kind) => caseLog.appendFrame(acquisitionId, frame, kind),
    finish: (acquisitionId, outcome) => caseLog.finishAcquisition(acquisitionId, outcome),
    saveAnswer: (result) => caseLog.saveAnswer(result),
  }
}
