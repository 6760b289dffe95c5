import { listen } from '../../shared/listen'
import { procedures, stream } from './procedures'

const { reprocessing } = procedures

export const reprocessingHandlers = reprocessing.router({
  list: reprocessing.list.handler(({ context }) => context.reprocessing.look((desk) => desk.list())),
  start: reprocessing.start.handler(({ context, input }) => context.reprocessing.start(input)),
  cancel: reprocessing.cancel.handler(({ context, input }) => context.reprocessing.cancel(input.id)),
  resume: reprocessing.resume.handler(({ context, input }) => context.reprocessing.resume(input.id)),
  outcome: reprocessing.outcome.handler(({ context, input }) =>
    context.reprocessing.look((desk) => desk.outcome(input.id)),
  ),
  changed: reprocessing.changed.handler(({ context, input: { id, ...page } }) =>
    context.reprocessing.look((desk) => desk.changed(id, page)),
  ),
  csv: reprocessing.csv.handler(({ context, input }) =>
    context.reprocessing.look((desk) => desk.csv(input.id)),
  ),
  watch: reprocessing.watch.handler(({ context, signal }) =>
    stream(listen((listener) => context.reprocessing.listen(listener), signal)),
  ),
})
