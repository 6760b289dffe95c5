import { procedures } from './procedures'

const { visits } = procedures

export const visitsHandlers = visits.router({
  list: visits.list.handler(({ context, input }) => context.cases.visits(input.lesionId)),
  addNote: visits.addNote.handler(({ context, input }) => context.caseLog.visits.addNote(input)),
})
