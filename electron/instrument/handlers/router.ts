import { acquisitionHandlers } from './acquisition'
import { auditHandlers } from './audit'
import { casesHandlers } from './cases'
import { deviceHandlers } from './device'
import { exchangeHandlers } from './exchange'
import { exposureHandlers } from './exposure'
import { learningHandlers } from './learning'
import { overviewHandlers } from './overview'
import { passportHandlers } from './passport'
import { procedures } from './procedures'
import { recordHandlers } from './record'
import { safetyHandlers } from './safety'
import { systemHandlers } from './system'
import { reprocessingHandlers } from './reprocessing'
import { teachingHandlers } from './teaching'
import { trustHandlers } from './trust'

/** Every call of the contract with its handler. */
export const router = procedures.router({
  acquisition: acquisitionHandlers,
  audit: auditHandlers,
  cases: casesHandlers,
  device: deviceHandlers,
  exchange: exchangeHandlers,
  exposure: exposureHandlers,
  learning: learningHandlers,
  overview: overviewHandlers,
  passport: passportHandlers,
  record: recordHandlers,
  safety: safetyHandlers,
  system: systemHandlers,
  teaching: teachingHandlers,
  trust: trustHandlers,
})
  reprocessing: reprocessingHandlers,
