import { acquisitionHandlers } from './acquisition'
import { auditHandlers } from './audit'
import { casesHandlers } from './cases'
import { deviceHandlers } from './device'
import { exchangeHandlers } from './exchange'
import { exposureHandlers } from './exposure'
import { learningHandlers } from './learning'
import { overviewHandlers } from './overview'
import { identitiesHandlers } from './identities'
import { passportHandlers } from './passport'
import { photosHandlers } from './photos'
import { procedures } from './procedures'
import { recordHandlers } from './record'
import { reprocessingHandlers } from './reprocessing'
import { safetyHandlers } from './safety'
import { searchesHandlers } from './searches'
import { systemHandlers } from './system'
import { teachingHandlers } from './teaching'
import { trustHandlers } from './trust'
import { visitsHandlers } from './visits'

/** Every call of the contract with its handler. */
export const router = procedures.router({
  acquisition: acquisitionHandlers,
  audit: auditHandlers,
  cases: casesHandlers,
  device: deviceHandlers,
  exchange: exchangeHandlers,
  exposure: exposureHandlers,
  identities: identitiesHandlers,
  learning: learningHandlers,
  overview: overviewHandlers,
  passport: passportHandlers,
  photos: photosHandlers,
  record: recordHandlers,
  reprocessing: reprocessingHandlers,
  safety: safetyHandlers,
  searches: searchesHandlers,
  system: systemHandlers,
  teaching: teachingHandlers,
  trust: trustHandlers,
  visits: visitsHandlers,
})
