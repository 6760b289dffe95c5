import { procedures } from './procedures'

const { visits } = procedures

export const visitsHandlers = visits.router({
  list: visits.list.handler(({ context, input }) => context.cases.visits(input.lesionId)),
})
