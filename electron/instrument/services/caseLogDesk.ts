import type { ProxyMarked } from 'comlink'
import type {
  CaseDetail,
  CasePage,
  CaseQuery,
  Diagnosis,
  Lesion,
  NewDiagnosis,
  NewLesion,
  NewNote,
  NewPatient,
  Note,
  Operator,
  Patient,
  StoredResult,
} from '../../contract/cases'
import type { Problem } from '../../contract/errors'
import type { RawFrame, RecordedSpectrum } from '../../contract/frame'
import type { CaseSelection } from '../../contract/overview'
import type { CaseLog } from '../../storage/openCaseLog'
import type { NewResult } from '../../storage/repositories/results'
import type { AcquisitionOutcome, AcquisitionStart } from './acquisitionLog'
import type { Accounts } from '../../storage/repositories/accounts'
import type { Events } from '../../storage/repositories/events'
import type { Imports } from '../../storage/repositories/imports'
import type { Exposures } from '../../storage/repositories/exposures'
import type { LaserRules } from '../../storage/repositories/laserRules'
import type { Identities } from '../../storage/repositories/identities'
import type { UndoneImport } from '../../contract/exchange'
import type { Photos } from '../../storage/repositories/photos'
import type { Visits } from '../../storage/repositories/visits'
import type { Passports } from '../../storage/repositories/passports'
import type { Reprocessings } from '../../storage/repositories/reprocessings'
import type { Records } from '../../storage/repositories/records'
import type { SavedSearches } from '../../storage/repositories/savedSearches'
import type { Signatures } from '../../storage/repositories/signatures'
import { readCaseArchive, type TakenCase } from './exchange/caseArchive'
import { exportOnRecord, type NotedExport } from './exchange/exportOnRecord'
import type { OfferedLearning } from './learning/learningService'
import { recordedMeasurement, type RecordedMeasurement } from './recordedMeasurement'
import { recordedSpectrum } from './recordedSpectrum'

/** What its thread is started with. */
export interface CaseLogThreadOptions {
  path: string
  /** Named to others that want to write. */
  program: string
}

/**
 * The calls of the case log, as its thread answers them. A case log that cannot be opened (another program writes it, it is
 * damaged, it is newer) fails each call with the reason and is tried again with the next one, so that closing the other
 * program is enough.
 */
export class CaseLogDesk {
  private opened: CaseLog | null = null
  /** How measurements ended, where the case log does not know yet. */
  private readonly unwritten = new Map<string, AcquisitionOutcome>()

  /** Why nothing may be written any more. */
  private damage: Problem | null = null

  /** @param openCaseLog to read it alone where there is damage */
  constructor(private readonly openCaseLog: (damage: Problem | null) => CaseLog) {}

  /** From now on whoever wants to write is told of the damage. */
  onlyRead(damage: Problem): void {
    this.close()
    this.damage = damage
  }

  describe(): { path: string; schemaVersion: number; writable: boolean; interrupted: number } {
    const { path, schemaVersion, writable, interrupted } = this.log
    return { path, schemaVersion, writable, interrupted: interrupted.length }
  }

  operators(): Operator[] {
    return this.log.operators.list()
  }

  ensureOperator(name: string): Operator {
    return this.log.operators.ensure(name)
  }

  patients(): Patient[] {
    return this.log.patients.list()
  }

  /** The patient of this pseudonym; added, with nothing else known, where there is none. */
  ensurePatient(pseudonym: string): Patient {
    const name = pseudonym.normalize()
    const known = this.log.patients.list().find((patient) => patient.pseudonym === name)
    return known ?? this.addPatient({ pseudonym: name, yearOfBirth: null, sex: 'unknown', skinType: null })
  }

  addPatient(patient: NewPatient): Patient {
    return this.log.patients.add(patient)
  }

  lesionsOf(patientId: string): Lesion[] {
    return this.log.lesions.ofPatient(patientId)
  }

  addLesion(lesion: NewLesion): Lesion {
    return this.log.lesions.add(lesion)
  }

  addNote(note: NewNote): Note {
    return this.log.notes.add(note)
  }

  addDiagnosis(diagnosis: NewDiagnosis): Diagnosis {
    return this.log.diagnoses.add(diagnosis)
  }

  list(query: CaseQuery): CasePage {
    return this.log.cases.list(query)
  }

  placeOf(selection: CaseSelection, day: string): number {
    return this.log.cases.placeOf(selection, day)
  }

  open(lesionId: string): CaseDetail {
    return this.log.cases.open(lesionId)
  }

  /** The mean of the laser frames of an acquisition less its dark frames. */
  spectrum(acquisitionId: string): RecordedSpectrum {
    return recordedSpectrum(this.log, acquisitionId)
  }

  /** @throws usage.invalid for an acquisition that is not complete */
  recorded(acquisitionId: string): RecordedMeasurement {
    return recordedMeasurement(this.log, acquisitionId)
  }

  /** The newest of an acquisition; null where there is none. */
  result(acquisitionId: string): StoredResult | null {
    return this.log.results.newestOfAcquisition(acquisitionId)
  }

  startAcquisition(acquisition: AcquisitionStart): string {
    return this.log.acquisitions.start(acquisition).id
  }

  /** On the disk when this returns. */
  appendFrame(acquisitionId: string, frame: RawFrame, kind: 'dark' | 'sample'): number {
    return this.log.frames.append(acquisitionId, frame, kind)
  }

  /** What cannot be written now (a full disk) is written with the next call that can. */
  finishAcquisition(acquisitionId: string, outcome: AcquisitionOutcome): void {
    try {
      this.log.acquisitions.finish(acquisitionId, outcome)
    } catch (error) {
      this.unwritten.set(acquisitionId, outcome)
      throw error
    }
  }

  saveAnswer(result: NewResult): StoredResult {
    return this.log.results.add(result)
  }

  /** Who is signed in; null where nobody is. */
  user: string | null = null

  /** Whose name stands in the audit from now on. */
  actAs(user: string | null): void {
    this.user = user
  }

  /** Who may sign in: each method of the repository is a call of its own. */
  get accounts(): Accounts & ProxyMarked {
    return this.log.accounts as Accounts & ProxyMarked
  }

  /** What no row says: each method of the repository is a call of its own. */
  get events(): Events & ProxyMarked {
    return this.log.events as Events & ProxyMarked
  }

  noteExport(exported: NotedExport): void {
    this.log.events.add('exported', exportOnRecord(this.log, exported))
  }

  /** Who answers for a case: each method of the repository is a call of its own. */
  get signatures(): Signatures & ProxyMarked {
    return this.log.signatures as Signatures & ProxyMarked
  }

  /** The days on which patients were seen: each method of the repository is a call of its own. */
  get visits(): Visits & ProxyMarked {
    return this.log.visits as Visits & ProxyMarked
  }

  /** Pictures of lesions: each method of the repository is a call of its own. */
  get photos(): Photos & ProxyMarked {
    return this.log.photos as Photos & ProxyMarked
  }

  /** Who patients are: each method of the repository is a call of its own. */
  get identities(): Identities & ProxyMarked {
    return this.log.identities as Identities & ProxyMarked
  }

  /** What becomes of a record: each method of the repository is a call of its own. */
  get records(): Records & ProxyMarked {
    return this.log.records as Records & ProxyMarked
  }

  /** Batches that are computed again: each method of the repository is a call of its own. */
  get reprocessings(): Reprocessings & ProxyMarked {
    return this.log.reprocessings as Reprocessings & ProxyMarked
  }

  /** Searches to be found again: each method of the repository is a call of its own. */
  get searches(): SavedSearches & ProxyMarked {
    return this.log.searches as SavedSearches & ProxyMarked
  }

  /** Data sets, runs and models: each method of these repositories is a call of its own. */
  get learning(): OfferedLearning {
    return this.log.learning as OfferedLearning
  }

  /** Calibrations: each method of the repository is a call of its own. */
  get passports(): Passports & ProxyMarked {
    return this.log.passports as Passports & ProxyMarked
  }

  /** Light on lesions: each method of the repository is a call of its own. */
  get exposures(): Exposures & ProxyMarked {
    return this.log.exposures as Exposures & ProxyMarked
  }

  /** Spectra of files: each method of the repository is a call of its own. */
  get imports(): Imports & ProxyMarked {
    return this.log.imports as Imports & ProxyMarked
  }

  /** The case of an archive, as a whole or not at all. */
  importArchive(path: string, pseudonym: string | undefined): Promise<TakenCase> {
    return readCaseArchive(this.log, path, { pseudonym })
  }

  /** Deletes all that an import brought, or nothing. */
  undoImport({ lesionIds, operatorName, reason }: UndoneImport): void {
    const { operators, records } = this.log
    this.log.together(() => {
      const operatorId = operators.ensure(operatorName).id
      for (const lesionId of lesionIds) records.deleteLesion({ lesionId, operatorId, reason })
    })
  }

  /** What the site allows of it. */
  get laserRules(): LaserRules & ProxyMarked {
    return this.log.laserRules as LaserRules & ProxyMarked
  }

  close(): void {
    this.opened?.close()
    this.opened = null
  }

  private get log(): CaseLog {
    this.opened ??= this.openCaseLog(this.damage)
    for (const [acquisitionId, outcome] of this.unwritten) {
      try {
        this.opened.acquisitions.finish(acquisitionId, outcome)
        this.unwritten.delete(acquisitionId)
      } catch {
        // The call that asks for the case log finds out by itself what is wrong with it.
      }
    }
    return this.opened
  }
}
