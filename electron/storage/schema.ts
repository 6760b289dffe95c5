import { cases } from './migrations/0001-cases'
import { learning } from './migrations/0002-learning'
import { passportsOfInstruments } from './migrations/0003-passports'
import { exposuresOfLesions } from './migrations/0004-exposures'
import { saliencyMethodOfResults } from './migrations/0005-saliency-method'
import { classProbabilities } from './migrations/0006-class-probabilities'
import { audit } from './migrations/0007-audit'
import { computationOfResults } from './migrations/0008-computation'
import { importedFiles } from './migrations/0009-imports'
import { factsOfCases } from './migrations/0010-case-facts'
import { squeezedFrames } from './migrations/0011-squeezed-frames'
import { record } from './migrations/0012-record'
import { spotsOfLesions } from './migrations/0013-spots'
import { accounts } from './migrations/0014-accounts'
import { archives } from './migrations/0015-archives'
import { events } from './migrations/0016-events'
import { reprocessing } from './migrations/0017-reprocessing'
import { visits } from './migrations/0018-visits'
import { photos } from './migrations/0019-photos'
import { identities } from './migrations/0020-identities'
import { factsAgain } from './migrations/0021-facts-again'
import { savedSearches } from './migrations/0022-saved-searches'
import { importsAgain } from './migrations/0023-imports-again'
import { notesOfVisits } from './migrations/0024-visit-notes'
import type { Migration } from './migrations/migration'

/** Tells a case log from any other SQLite database: "Stks". */
export const APPLICATION_ID = 0x53746b73

/** In order. The schema version of a case log is the number of those it has had. */
export const migrations: readonly Migration[] = [
  cases,
  learning,
  passportsOfInstruments,
  exposuresOfLesions,
  saliencyMethodOfResults,
  classProbabilities,
  audit,
  computationOfResults,
  importedFiles,
  factsOfCases,
  squeezedFrames,
  record,
  spotsOfLesions,
  accounts,
  archives,
  events,
  reprocessing,
  visits,
  photos,
  identities,
  factsAgain,
  savedSearches,
  importsAgain,
  notesOfVisits,
]
