import { listen } from '../../shared/listen'
import { referenceOverlay } from '../services/calibration/referenceOverlay'
import { procedures, stream } from './procedures'

const { passport } = procedures

export const passportHandlers = passport.router({
  watch: passport.watch.handler(({ context, signal }) =>
    stream(listen((listener) => context.calibration.status.listen(listener), signal)),
  ),
  inForce: passport.inForce.handler(({ context }) => context.calibration.passportInForce()),
  get: passport.get.handler(({ context, input }) => context.caseLog.passports.get(input.passportId)),
  history: passport.history.handler(({ context, input }) => context.calibration.history(input.serialNumber)),
  trends: passport.trends.handler(({ context, input }) => context.calibration.trends(input.serialNumber)),
  document: passport.document.handler(({ context, input }) => context.calibration.document(input.passportId)),
  policy: passport.policy.handler(({ context }) => context.calibration.policy),
  references: passport.references.handler(async ({ context }) => {
    const inForce = await context.calibration.passportInForce()
    const { excitationNanometres } = context.devices.connected().identity
    return referenceOverlay(inForce?.laser?.laserNanometres ?? excitationNanometres ?? 785)
  }),
  startDailyCheck: passport.startDailyCheck.handler(({ context, input, signal }) =>
    stream(context.calibration.startDailyCheck(input, signal)),
  ),
  acceptStep: passport.acceptStep.handler(({ context }) => {
    context.calibration.reply({ reply: 'accept' })
  }),
  repeatStep: passport.repeatStep.handler(({ context }) => {
    context.calibration.reply({ reply: 'repeat' })
  }),
  refuse: passport.refuse.handler(({ context, input }) => {
    context.calibration.reply({ reply: 'refuse', reason: input.reason })
  }),
})
