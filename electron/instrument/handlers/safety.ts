import { procedures } from './procedures'

const { safety } = procedures

export const safetyHandlers = safety.router({
  status: safety.status.handler(async ({ context }) => {
    // A new one is made when it is first opened; why one cannot be opened is told elsewhere.
    await context.caseLog.describe().catch(() => undefined)
    return context.safety.status()
  }),
  unlock: safety.unlock.handler(({ context, input }) => context.safety.unlock(input)),
  proposeKey: safety.proposeKey.handler(({ context }) => context.safety.proposeKey()),
  encrypt: safety.encrypt.handler(({ context, input }) => context.safety.encrypt(input)),
  decrypt: safety.decrypt.handler(async ({ context, input }) => {
    // What is refused is said while the case log is still open.
    if (input.eraseIdentities === null) await context.caseLog.identities.requireNone()
    context.safety.decrypt(input)
  }),
  setPlan: safety.setPlan.handler(({ context, input }) => {
    context.safety.setPlan(input)
  }),
  backUpNow: safety.backUpNow.handler(({ context }) => context.safety.backUpNow()),
  planRestore: safety.planRestore.handler(({ context, input }) => context.safety.planRestore(input)),
  restore: safety.restore.handler(({ context, input }) => context.safety.restore(input)),
  rescue: safety.rescue.handler(({ context }) => context.safety.rescue()),
})
