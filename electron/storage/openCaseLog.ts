import { existsSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { StokesError } from '../contract/errors'
import type { Clock } from '../shared/clock'
import type { NewId } from '../shared/ids'
import { attachAudit } from './audit/attachAudit'
import { findCase } from './audit/findCase'
import { programUser } from './audit/programUser'
import { schemaAsBuilt } from './audit/schemaAsBuilt'
import { sealWhatIsThere } from './audit/sealWhatIsThere'
import { verifyRecord, type VerifyOptions } from './audit/verifyRecord'
import { unfinishedCopy } from './changeKey'
import { Connection } from './connection'
import { refuseUnfitDisk } from './diskKind'
import { keyInHand } from './keys/keyRing'
import { keysOf, type LogKeys } from './keys/keysOf'
import { migrate, readSchemaVersion } from './migrate'
import { accounts } from './repositories/accounts'
import { acquisitions } from './repositories/acquisitions'
import { auditTrail } from './repositories/auditTrail'
import { axes } from './repositories/axes'
import { caseArchives } from './repositories/caseArchives'
import { caseOverview } from './repositories/caseOverview'
import { cases } from './repositories/cases'
import { dataSets } from './repositories/dataSets'
import { diagnoses } from './repositories/diagnoses'
import { events } from './repositories/events'
import { exposures } from './repositories/exposures'
import { externalSets } from './repositories/externalSets'
import { frames } from './repositories/frames'
import { identities } from './repositories/identities'
import { imports } from './repositories/imports'
import { labelledCases } from './repositories/labelledCases'
import { laserRules } from './repositories/laserRules'
import { lesions } from './repositories/lesions'
import { models } from './repositories/models'
import { notes } from './repositories/notes'
import { operators, type Operators } from './repositories/operators'
import { passports } from './repositories/passports'
import { patients } from './repositories/patients'
import { photos } from './repositories/photos'
import { records } from './repositories/records'
import { reprocessedResults } from './repositories/reprocessedResults'
import { reprocessings } from './repositories/reprocessings'
import { results } from './repositories/results'
import { savedSearches } from './repositories/savedSearches'
import { runs } from './repositories/runs'
import { shadowResults } from './repositories/shadowResults'
import { signatures } from './repositories/signatures'
import { spots } from './repositories/spots'
import { visits } from './repositories/visits'
import { migrations } from './schema'
import { withStorageErrors } from './storageError'
import type { Store } from './store'
import { takeWriterLock } from './writerLock'

const PROGRAM = 'stokes'

export interface CaseLogOptions {
  path: string
  /** Takes no lock, changes nothing, and needs a case log that is there. */
  readOnly?: boolean
  /** What whoever wants to write to a case log that is only read is told. @default that it is only read */
  refusal?: StokesError
  clock: Clock
  newId: NewId
  softwareVersion: string
  /** Names this program to another that wants to write: "Stokes", "stokes acquire". */
  program?: string
  /** Of an encrypted case log; a new one is encrypted with it. @default the one that this program has in hand */
  masterKey?: Uint8Array | null
  /** Who is signed in, for the audit; null where nobody is. @default whom the program acts for */
  user?: () => string | null
}

/** An open case log: its repositories and what is known of the file. */
export type CaseLog = ReturnType<typeof openCaseLog>

/**
 * Opens the case log at `path`. A writer makes the file and its folder where there is none, brings an older one to the
 * newest schema (after a copy), and marks acquisitions that nobody finished as interrupted. What a method of a
 * repository wrote is on the disk when it returns, and survives a power cut.
 * @throws StokesError `storage.notFound`, `storage.locked`, `storage.newerSchema`, `storage.damaged`,
 * `storage.readOnly`, `storage.diskFull`, `storage.noNativePart`, `storage.keyNeeded`, `storage.wrongKey`,
 * `storage.unfitDisk`
 */
export function openCaseLog(options: CaseLogOptions) {
  const { readOnly = false } = options
  const { connection, ...file } = readOnly ? openForReading(options) : openForWriting(options)
  try {
    const { masterKey = keyInHand() } = options
    const keys = masterKey && connection.encrypted ? keysOf(masterKey) : null
    if (options.refusal) refuseWriting(connection, options.refusal)
    if (!readOnly) audit(connection, options, keys)
    const repositories = createRepositories({ ...options, connection, keys })
    if (!readOnly) repositories.events.noteVersion(migrations.length)
    return {
      ...repositories,
      ...file,
      /** Null where it is plain. */
      keys,
      schemaVersion: migrations.length,
      writable: !readOnly,
      /** All that `work` writes is on the disk when this returns, or none of it when it throws. */
      together: <T>(work: () => T): T => connection.transaction(work),
      /** Reads the audit and the whole record again, and says what was not written by Stokes. */
      verify: ({ onProgress }: Pick<VerifyOptions, 'onProgress'> = {}) =>
        verifyRecord(connection, {
          signer: keys?.auditHead ?? null,
          schema: schemaAsBuilt(migrations),
          ...(onProgress && { onProgress }),
        }),
      /** The case of a row, as findings of `verify` name it. */
      caseOf: (table: string, id: string) => findCase(connection)(table, id, 'id'),
      /** Acquisitions that ran when the program that wrote them ended. */
      interrupted: readOnly ? [] : repositories.acquisitions.interruptRunning(),
      /** Bookings of light whose program ended: taken for emitted in full. */
      unwrittenExposures: readOnly ? [] : repositories.exposures.assumeUnwritten(),
      /** Runs whose process ended with the program that started it. */
      interruptedRuns: readOnly ? [] : repositories.learning.runs.interruptRunning(),
      /** A batch likewise. */
      interruptedBatches: readOnly ? [] : repositories.reprocessings.interruptRunning(),
    }
  } catch (error) {
    file.close()
    throw error
  }
}

/** From here on every change is on record, those included that opening makes. */
function audit(
  connection: Connection,
  { clock, program = PROGRAM, user = programUser }: CaseLogOptions,
  keys: LogKeys | null,
): void {
  const now = () => clock.timestamp()
  attachAudit(connection, { now, user, program, signer: keys?.auditHead ?? null })
  sealWhatIsThere(connection, { schemaVersion: migrations.length, at: now(), actor: program })
}

function refuseWriting(connection: Connection, refusal: StokesError): void {
  connection.onWrite = () => {
    throw refusal
  }
}

interface OpenFile {
  connection: Connection
  path: string
  /** The copy that was made because the schema was changed. */
  backup: string | null
  /** Gives the file and the lock back. May be called again. */
  close: () => void
}

function openForReading({ path, softwareVersion, masterKey }: CaseLogOptions): OpenFile {
  if (!existsSync(path)) {
    throw new StokesError('storage.notFound', `There is no case log at ${path}.`, {
      tip: 'Name another file, or start Stokes once, which makes it.',
    })
  }
  refuseFolder(path)
  const version = readSchemaVersion({ path, migrations, softwareVersion, masterKey })
  if (version < migrations.length) {
    throw new StokesError(
      'storage.readOnly',
      `The case log ${path} has schema ${version} and can only be read with schema ${migrations.length}.`,
      { tip: 'Start Stokes once: it brings the case log up to date and keeps a copy.' },
    )
  }
  const connection = new Connection(path, { readOnly: true, masterKey })
  return {
    connection,
    path,
    backup: null,
    close: () => {
      connection.close()
    },
  }
}

function openForWriting({
  path: given,
  clock,
  softwareVersion,
  program = PROGRAM,
  masterKey,
}: CaseLogOptions): OpenFile {
  const path = withStorageErrors(given, () => makePlace(given))
  refuseUnfitDisk(path)
  const now = clock.timestamp()
  const options = { path, migrations, softwareVersion, now, masterKey }
  rollBack(path, masterKey)
  const readVersion = () => (existsSync(path) ? readSchemaVersion(options) : 0)
  // What is no case log of ours is refused before anything is written beside it.
  readVersion()
  const release = takeWriterLock(path, { pid: process.pid, program, since: now })
  try {
    rmSync(unfinishedCopy(path), { force: true })
    const from = readVersion()
    const connection = new Connection(path, { readOnly: false, masterKey })
    const close = () => {
      try {
        connection.close()
      } finally {
        release()
      }
    }
    try {
      return { connection, path, backup: migrate(connection, from, options), close }
    } catch (error) {
      connection.close()
      throw error
    }
  } catch (error) {
    release()
    throw error
  }
}

/** Undoes what a program was killed in that was changing the whole file; a reader cannot. */
function rollBack(path: string, masterKey: Uint8Array | null | undefined): void {
  if (existsSync(path) && existsSync(`${path}-journal`)) {
    new Connection(path, { readOnly: false, masterKey }).close()
  }
}

/** The folder is there afterwards; gives the one path that the file has, whatever links lead to it. */
function makePlace(given: string): string {
  const path = resolve(given)
  mkdirSync(dirname(path), { recursive: true })
  refuseFolder(path)
  return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path))
}

function refuseFolder(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  throw new StokesError('storage.damaged', `${path} is a folder, no case log.`, { tip: 'Name a file in it.' })
}

function createRepositories(store: Store) {
  const own = {
    operators: operators(store),
    patients: patients(store),
    axes: axes(store),
    visits: visits(store),
  }
  const withLesions = { ...own, lesions: lesions(store, own), passports: passports(store, own) }
  const withAcquisitions = { ...withLesions, acquisitions: acquisitions(store, withLesions) }
  const { axes: _axes, ...repositories } = {
    ...withAcquisitions,
    frames: frames(store),
    results: results(store, withAcquisitions),
    spots: spots(store),
    photos: photos(store, withLesions),
    identities: identities(store, own),
    diagnoses: diagnoses(store, withLesions),
    notes: notes(store, withLesions),
    labelledCases: labelledCases(store),
    exposures: exposures(store, withLesions),
    laserRules: laserRules(store, own),
    accounts: accounts(store, own),
    signatures: signatures(store, withLesions),
    searches: savedSearches(store, own),
    events: events(store),
    auditTrail: auditTrail(store),
  }
  return {
    ...repositories,
    cases: cases(store, repositories),
    caseOverview: caseOverview(store, own),
    records: records(store, repositories),
    imports: imports(store, repositories),
    caseArchives: caseArchives(store),
    reprocessings: reprocessings(store),
    reprocessedResults: reprocessedResults(store),
    learning: createLearning(store, own.operators),
  }
}

function createLearning(store: Store, operatorsOfLog: Operators) {
  const own = { operators: operatorsOfLog, dataSets: dataSets(store) }
  const withModels = { ...own, models: models(store, own) }
  const { operators: _operators, ...repositories } = {
    ...withModels,
    externalSets: externalSets(store, own),
    runs: runs(store, withModels),
    shadowResults: shadowResults(store),
  }
  return repositories
}
