import { procedures } from './procedures'

const { searches } = procedures

export const searchesHandlers = searches.router({
  list: searches.list.handler(({ context, input }) => context.caseLog.searches.list(input.operatorId)),
  save: searches.save.handler(({ context, input }) => context.caseLog.searches.add(input)),
  rename: searches.rename.handler(({ context, input }) =>
    context.caseLog.searches.rename(input.id, input.name),
  ),
  remove: searches.remove.handler(({ context, input }) =>
    context.caseLog.searches.setDeleted(input.id, true),
  ),
  restore: searches.restore.handler(({ context, input }) =>
    context.caseLog.searches.setDeleted(input.id, false),
  ),
})
