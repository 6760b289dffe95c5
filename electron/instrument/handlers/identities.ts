import { procedures } from './procedures'

const { identities } = procedures

export const identitiesHandlers = identities.router({
  state: identities.state.handler(({ context, input }) => context.caseLog.identities.state(input.patientId)),
  show: identities.show.handler(({ context, input }) => context.caseLog.identities.show(input)),
  write: identities.write.handler(({ context, input }) => context.caseLog.identities.write(input)),
  erase: identities.erase.handler(({ context, input }) => context.caseLog.identities.erase(input)),
})
