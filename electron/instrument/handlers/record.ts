import { procedures } from './procedures'

const { record } = procedures

export const recordHandlers = record.router({
  open: record.open.handler(({ context, input }) => context.caseLog.records.open(input.lesionId)),
  revisePatient: record.revisePatient.handler(({ context, input }) =>
    context.caseLog.records.revisePatient(input),
  ),
  reviseLesion: record.reviseLesion.handler(({ context, input }) =>
    context.caseLog.records.reviseLesion(input),
  ),
  deleteLesion: record.deleteLesion.handler(({ context, input }) =>
    context.caseLog.records.deleteLesion(input),
  ),
  restoreLesion: record.restoreLesion.handler(({ context, input }) =>
    context.caseLog.records.restoreLesion(input),
  ),
  deletedCases: record.deletedCases.handler(({ context }) => context.caseLog.records.deletedCases()),
  mergePatient: record.mergePatient.handler(({ context, input }) =>
    context.caseLog.records.mergePatient(input),
  ),
  undoMerge: record.undoMerge.handler(({ context, input }) => context.caseLog.records.undoMerge(input)),
})
