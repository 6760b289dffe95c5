import { listen } from '../../shared/listen'
import { procedures, stream } from './procedures'

const { system } = procedures

export const systemHandlers = system.router({
  status: system.status.handler(({ context }) => context.status()),
  problems: system.problems.handler(({ context, signal }) =>
    stream(listen((listener) => context.problems.listen(listener), signal)),
  ),
})
