import { auditFiltersSchema } from '../../contract/audit'
import { streamWork } from '../../shared/streamWork'
import { procedures, stream } from './procedures'

const { audit } = procedures

export const auditHandlers = audit.router({
  check: audit.check.handler(({ context, signal }) =>
    stream(
      streamWork(async (tell, ended) => {
        const onProgress = (done: number, total: number) => {
          tell({ phase: 'reading' as const, done, total })
        }
        tell({ phase: 'done' as const, check: await context.audit.check(onProgress, ended) })
      }, signal),
    ),
  ),
  lastCheck: audit.lastCheck.handler(({ context }) => context.audit.lastCheck()),
  list: audit.list.handler(({ context, input }) => context.audit.list(input)),
  ofCase: audit.ofCase.handler(({ context, input }) =>
    context.audit.list({ ...auditFiltersSchema.parse({}), ...input }),
  ),
  export: audit.export.handler(({ context, input, signal }) =>
    stream(
      streamWork(async (tell, ended) => {
        const onProgress = (lines: number) => {
          tell({ phase: 'writing' as const, lines })
        }
        tell({ phase: 'done' as const, ...(await context.audit.export(input, onProgress, ended)) })
      }, signal),
    ),
  ),
})
