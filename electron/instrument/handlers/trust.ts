import { listen } from '../../shared/listen'
import { procedures, stream } from './procedures'

const { trust } = procedures

export const trustHandlers = trust.router({
  watch: trust.watch.handler(async ({ context, signal }) => {
    // Without it nobody knows whether to ask who is there. Why a case log cannot be opened is told elsewhere.
    await context.trust.load().catch(() => undefined)
    return stream(listen((listener) => context.trust.state.listen(listener), signal))
  }),
  setUp: trust.setUp.handler(({ context, input }) => context.trust.setUp(input.name, input.secret)),
  signIn: trust.signIn.handler(({ context, input }) => context.trust.signIn(input.userId, input.secret)),
  lock: trust.lock.handler(({ context }) => context.trust.lock()),
  active: trust.active.handler(({ context }) => {
    context.trust.active()
  }),
  users: trust.users.handler(({ context }) => context.trust.users()),
  addUser: trust.addUser.handler(({ context, input }) => context.trust.addUser(input)),
  changeUser: trust.changeUser.handler(({ context, input: { userId, ...change } }) =>
    context.trust.changeUser(userId, change),
  ),
  resetSecret: trust.resetSecret.handler(({ context, input }) =>
    context.trust.resetSecret(input.userId, input.secret),
  ),
  recoverAdministrator: trust.recoverAdministrator.handler(({ context, input: { userId, ...by } }) =>
    context.trust.recoverAdministrator(userId, by),
  ),
  changeSecret: trust.changeSecret.handler(({ context, input }) =>
    context.trust.changeSecret(input.old, input.secret),
  ),
  setLockAfter: trust.setLockAfter.handler(({ context, input }) => context.trust.setLockAfter(input.minutes)),
  sign: trust.sign.handler(({ context, input }) =>
    context.trust.sign(input.lesionId, input.meaning, input.secret),
  ),
  signatures: trust.signatures.handler(({ context, input }) => context.trust.signatures(input.lesionId)),
})
