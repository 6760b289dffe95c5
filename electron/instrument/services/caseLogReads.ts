import type { Remote } from 'comlink'
import type { CaseDetail, CasePage, CaseQuery, StoredResult } from '../../contract/cases'
import type { AuditPage, AuditQuery } from '../../contract/audit'
import type { CaseSelection, CaseStatistics, ComparisonOfCases } from '../../contract/overview'
import type { RecordedSpectrum } from '../../contract/frame'
import type { Photo } from '../../contract/photos'
import type { Visit } from '../../contract/visits'
import type { CaseLog } from '../../storage/openCaseLog'
import type { User } from '../../contract/trust'
import type { CaseLogDesk } from './caseLogDesk'
import { caseStatistics } from './overview/caseStatistics'
import { compareSpectra } from './overview/compareSpectra'
import type { GoOn } from './overview/inPortions'
import { recordedSpectrum } from './recordedSpectrum'

/** What is looked at in the case log while somebody measures: a thread of its own, so that a frame never waits for a search. */
export class CaseLogReads {
  private opened: CaseLog | null = null

  constructor(private readonly openToRead: () => CaseLog) {}

  list(query: CaseQuery): CasePage {
    return this.log.cases.list(query)
  }

  open(lesionId: string): CaseDetail {
    return this.log.cases.open(lesionId)
  }

  spectrum(acquisitionId: string): RecordedSpectrum {
    return recordedSpectrum(this.log, acquisitionId)
  }

  result(acquisitionId: string): StoredResult | null {
    return this.log.results.newestOfAcquisition(acquisitionId)
  }

  visits(lesionId: string): Visit[] {
    return this.log.visits.ofLesion(lesionId)
  }

  photos(lesionId: string): Photo[] {
    return this.log.photos.ofLesion(lesionId)
  }

  photoPart(photoId: string, ordinal: number): Uint8Array | null {
    return this.log.photos.part(photoId, ordinal)
  }

  /** How many cases of the list changed after a day. */
  placeOf(selection: CaseSelection, day: string): number {
    return this.log.cases.placeOf(selection, day)
  }

  statistics(selection: CaseSelection, goOn: GoOn): Promise<CaseStatistics[] | null> {
    return caseStatistics(this.log, selection, goOn)
  }

  compare(selection: CaseSelection, key: string | null, goOn: GoOn): Promise<ComparisonOfCases | null> {
    return compareSpectra(this.log, this.log.caseOverview.entriesOf(selection), key, goOn)
  }

  /** In the order in which they are given. */
  async comparePicked(lesionIds: readonly string[], key: string | null): Promise<ComparisonOfCases> {
    const entries = this.log.caseOverview.entriesOfLesions(lesionIds)
    return (await compareSpectra(this.log, entries, key, () => true))!
  }

  /** All of them, and after how long the screen is locked. */
  accounts(): { users: User[]; lockAfterMinutes: number } {
    const { accounts } = this.log
    return { users: accounts.list(), lockAfterMinutes: accounts.lockAfterMinutes() }
  }

  audit(query: AuditQuery): AuditPage {
    return this.log.auditTrail.list(query)
  }

  close(): void {
    this.opened?.close()
    this.opened = null
  }

  private get log(): CaseLog {
    return (this.opened ??= this.openToRead())
  }
}

type Looking = Pick<
  CaseLogReads,
  'list' | 'placeOf' | 'open' | 'spectrum' | 'result' | 'visits' | 'photos' | 'photoPart'
>
type Looked = {
  [Name in keyof Looking]: (...args: Parameters<Looking[Name]>) => Promise<ReturnType<Looking[Name]>>
}

/**
 * Looks on the thread that reads, as soon as the case log is there and of this schema. Where that thread cannot, the one that writes
 * does, or says why it cannot either.
 */
export function lookedAtBy(reads: Remote<CaseLogReads>, caseLog: Remote<CaseLogDesk>): Looked {
  let ready: Promise<unknown> | undefined
  const aside = async <T>(look: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> => {
    try {
      await (ready ??= caseLog.describe())
      return await look()
    } catch {
      ready = undefined
      return otherwise()
    }
  }
  return {
    list: (query) =>
      aside(
        () => reads.list(query),
        () => caseLog.list(query),
      ),
    placeOf: (selection, day) =>
      aside(
        () => reads.placeOf(selection, day),
        () => caseLog.placeOf(selection, day),
      ),
    open: (lesionId) =>
      aside(
        () => reads.open(lesionId),
        () => caseLog.open(lesionId),
      ),
    spectrum: (id) =>
      aside(
        () => reads.spectrum(id),
        () => caseLog.spectrum(id),
      ),
    result: (id) =>
      aside(
        () => reads.result(id),
        () => caseLog.result(id),
      ),
    visits: (lesionId) =>
      aside(
        () => reads.visits(lesionId),
        () => caseLog.visits.ofLesion(lesionId),
      ),
    photos: (lesionId) =>
      aside(
        () => reads.photos(lesionId),
        () => caseLog.photos.ofLesion(lesionId),
      ),
    photoPart: (photoId, ordinal) =>
      aside(
        () => reads.photoPart(photoId, ordinal),
        () => caseLog.photos.part(photoId, ordinal),
      ),
  }
}
