import { requireDosePolicy, WHOLE_LIMIT } from '../../devices/laserSafety/dosePolicy'
import { requirePowerReading } from '../../devices/laserSafety/powerAtSample'
import { systemClock } from '../../shared/clock'
import { autoExposure } from '../services/exposure/autoExposure'
import { procedures } from './procedures'

const { exposure } = procedures

export const exposureHandlers = exposure.router({
  auto: exposure.auto.handler(({ context, input }) =>
    autoExposure(context.devices.connected(), context.exposures, input),
  ),
  dose: exposure.dose.handler(({ context, input }) =>
    context.exposures.dose(context.devices.connected(), input.lesionId, input.powerMilliwatts),
  ),
  policy: exposure.policy.handler(
    async ({ context }) => (await context.caseLog.laserRules.policy()) ?? WHOLE_LIMIT,
  ),
  setPolicy: exposure.setPolicy.handler(({ context, input: { operatorId, ...policy } }) =>
    context.caseLog.laserRules.setPolicy(operatorId, requireDosePolicy(policy)),
  ),
  powerReading: exposure.powerReading.handler(({ context }) =>
    context.caseLog.laserRules.powerReading(context.devices.connected().identity.serialNumber),
  ),
  addPowerReading: exposure.addPowerReading.handler(({ context, input }) =>
    context.caseLog.laserRules.addPowerReading(requirePowerReading(input, systemClock.timestamp())),
  ),
})
