import { answerRecorded } from '../services/answerRecorded'
import { checkRecordedMap } from '../services/learning/checkRecordedMap'
import { procedures } from './procedures'

const { cases } = procedures

export const casesHandlers = cases.router({
  operators: cases.operators.handler(({ context }) => context.caseLog.operators()),
  addOperator: cases.addOperator.handler(({ context, input }) => context.caseLog.ensureOperator(input.name)),
  list: cases.list.handler(({ context, input }) => context.cases.list(input)),
  placeOf: cases.placeOf.handler(({ context, input: { day, ...selection } }) =>
    context.cases.placeOf(selection, day),
  ),
  open: cases.open.handler(({ context, input }) => context.cases.open(input.lesionId)),
  spectrum: cases.spectrum.handler(({ context, input }) => context.cases.spectrum(input.acquisitionId)),
  result: cases.result.handler(({ context, input }) => context.cases.result(input.acquisitionId)),
  answer: cases.answer.handler(({ context, input }) => answerRecorded(context, input.acquisitionId)),
  recompute: cases.recompute.handler(({ context, input }) =>
    context.reprocessing.recompute(input.acquisitionId),
  ),
  checkSaliency: cases.checkSaliency.handler(({ context, input }) =>
    checkRecordedMap(context, input.acquisitionId),
  ),
  patients: cases.patients.handler(({ context }) => context.caseLog.patients()),
  lesions: cases.lesions.handler(({ context, input }) => context.caseLog.lesionsOf(input.patientId)),
  addPatient: cases.addPatient.handler(({ context, input }) => context.caseLog.addPatient(input)),
  addLesion: cases.addLesion.handler(({ context, input }) => context.caseLog.addLesion(input)),
  addNote: cases.addNote.handler(({ context, input }) => context.caseLog.addNote(input)),
  addDiagnosis: cases.addDiagnosis.handler(({ context, input }) => context.caseLog.addDiagnosis(input)),
})
