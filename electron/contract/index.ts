import { acquisitionContract } from './acquisition'
import { auditContract } from './audit'
import { casesContract } from './cases'
import { deviceContract } from './device'
import { exchangeContract } from './exchange'
import { exposureContract } from './exposure'
import { learningContract } from './learning'
import { overviewContract } from './overview'
import { identitiesContract } from './identities'
import { passportContract } from './passport'
import { photosContract } from './photos'
import { recordContract } from './record'
import { reprocessingContract } from './reprocessing'
import { safetyContract } from './safety'
import { searchesContract } from './searches'
import { systemContract } from './system'
import { teachingContract } from './teaching'
import { trustContract } from './trust'
import { visitsContract } from './visits'

/** All that the window may ask of the instrument process. */
export const instrumentContract = {
  acquisition: acquisitionContract,
  audit: auditContract,
  cases: casesContract,
  device: deviceContract,
  exchange: exchangeContract,
  exposure: exposureContract,
  identities: identitiesContract,
  learning: learningContract,
  overview: overviewContract,
  passport: passportContract,
  photos: photosContract,
  record: recordContract,
  reprocessing: reprocessingContract,
  safety: safetyContract,
  searches: searchesContract,
  system: systemContract,
  teaching: teachingContract,
  trust: trustContract,
  visits: visitsContract,
}
