import { procedures } from './procedures'

const { overview } = procedures

export const overviewHandlers = overview.router({
  statistics: overview.statistics.handler(({ context, input }) => context.overview().statistics(input)),
  compare: overview.compare.handler(({ context, input: { key, ...selection } }) =>
    context.overview().compare(selection, key),
  ),
})
