import { unlessAborted } from '../services/overview/unlessAborted'
import { streamWork } from '../../shared/streamWork'
import { procedures, stream } from './procedures'

const { overview } = procedures

export const overviewHandlers = overview.router({
  statistics: overview.statistics.handler(({ context, input, signal }) =>
    stream(
      streamWork(async (tell, ended) => {
        const onProgress = (done: number, of: number) => {
          tell({ phase: 'counting' as const, done, of })
        }
        const statistics = await context.overview().statistics(input, unlessAborted(onProgress, ended))
        if (statistics) tell({ phase: 'done' as const, statistics })
      }, signal),
    ),
  ),
  compare: overview.compare.handler(({ context, input: { key, ...selection }, signal }) =>
    stream(
      streamWork(async (tell, ended) => {
        const onProgress = (done: number, of: number) => {
          tell({ phase: 'reading' as const, done, of })
        }
        const comparison = await context.overview().compare(selection, key, unlessAborted(onProgress, ended))
        if (comparison) tell({ phase: 'done' as const, comparison })
      }, signal),
    ),
  ),
  comparePicked: overview.comparePicked.handler(({ context, input: { lesionIds, key } }) =>
    context.overview().comparePicked(lesionIds, key),
  ),
})
