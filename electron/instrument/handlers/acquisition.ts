import { procedures, stream } from './procedures'

const { acquisition } = procedures

export const acquisitionHandlers = acquisition.router({
  start: acquisition.start.handler(({ context, input, signal }) =>
    stream(context.acquisition.start(input.plan, input.authorisation, signal, input.spot)),
  ),
  cancel: acquisition.cancel.handler(({ context }) => context.acquisition.cancel()),
})
