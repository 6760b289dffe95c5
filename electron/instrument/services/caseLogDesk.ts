import { accumulate } from '../../analysis/frames/accumulate'
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
  RecordedSpectrum,
} from '../../contract/cases'
import type { RawFrame } from '../../contract/frame'
import type { CaseLog } from '../../storage/openCaseLog'
import type { NewResult } from '../../storage/repositories/results'
import type { AcquisitionOutcome, AcquisitionStart } from './acquisitionLog'

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

  constructor(private readonly openCaseLog: () => CaseLog) {}

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

  open(lesionId: string): CaseDetail {
    return this.log.cases.open(lesionId)
  }

  /** The mean of the laser frames of an acquisition less its dark frames. */
  spectrum(acquisitionId: string): RecordedSpectrum {
    const { acquisitions, frames } = this.log
    const recorded = frames.ofAcquisition(acquisitionId)
    const of = (kind: 'dark' | 'sample') =>
      recorded.filter((frame) => frame.kind === kind).map(({ intensities }) => intensities)
    const sample = of('sample')
    return {
      wavenumbers: [...acquisitions.wavenumbers(acquisitionId)],
      intensities: [...accumulate(sample, of('dark'))],
      frames: sample.length,
    }
  }

  startAcquisition(acquisition: AcquisitionStart): string {
    return this.log.acquisitions.start(acquisition).id
  }

  /** On the disk when this returns. */
  appendFrame(acquisitionId: string, frame: RawFrame, kind: 'dark' | 'sample'): number {
    return this.log.frames.append(acquisitionId, frame, kind)
  }

  finishAcquisition(acquisitionId: string, outcome: AcquisitionOutcome): void {
    this.log.acquisitions.finish(acquisitionId, outcome)
  }

  saveAnswer(result: NewResult): void {
    this.log.results.add(result)
  }

  close(): void {
    this.opened?.close()
    this.opened = null
  }

  private get log(): CaseLog {
    this.opened ??= this.openCaseLog()
    return this.opened
  }
}
