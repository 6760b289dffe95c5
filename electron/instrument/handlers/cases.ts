import { procedures } from './procedures'

const { cases } = procedures

export const casesHandlers = cases.router({
  operators: cases.operators.handler(({ context }) => context.cases.operators()),
  addOperator: cases.addOperator.handler(({ context, input }) => context.cases.addOperator(input.name)),
  list: cases.list.handler(({ context, input }) => context.cases.list(input)),
  open: cases.open.handler(({ context, input }) => context.cases.open(input.lesionId)),
  spectrum: cases.spectrum.handler(({ context, input }) => context.cases.spectrum(input.acquisitionId)),
  patients: cases.patients.handler(({ context }) => context.cases.patients()),
  addPatient: cases.addPatient.handler(({ context, input }) => context.cases.addPatient(input)),
  addLesion: cases.addLesion.handler(({ context, input }) => context.cases.addLesion(input)),
  addNote: cases.addNote.handler(({ context, input }) => context.cases.addNote(input)),
  addDiagnosis: cases.addDiagnosis.handler(({ context, input }) => context.cases.addDiagnosis(input)),
})
