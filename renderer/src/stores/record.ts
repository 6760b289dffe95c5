import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type {
  CaseRecord,
  DeletedCase,
  LesionDeletion,
  LesionRevision,
  PatientMerge,
  PatientRevision,
} from '../../../electron/contract/record'
import { instrument } from '../bridge/instrument'
import { useCasesStore } from './cases'
import { useSystemStore } from './system'

/** What became of the case that is open: corrections, deletion, merging. */
export const useRecordStore = defineStore('record', () => {
  const cases = useCasesStore()
  const system = useSystemStore()
  const record = shallowRef<CaseRecord | null>(null)

  const deleted = shallowRef<DeletedCase[]>([])

  async function findDeleted(): Promise<void> {
    deleted.value = (await system.attempt(() => instrument.record.deletedCases())) ?? []
  }

  async function open(lesionId: string): Promise<void> {
    record.value = (await system.attempt(() => instrument.record.open({ lesionId }))) ?? null
  }

  /** Does it, and shows what became of it; false where it failed, which was told. */
  async function change(lesionId: string, work: () => Promise<unknown>): Promise<boolean> {
    const done = await system.attempt(async () => {
      await work()
      return true
    })
    if (done) await Promise.all([open(lesionId), cases.open(lesionId), cases.refresh()])
    return done === true
  }

  const reviseLesion = (revision: LesionRevision) =>
    change(revision.lesionId, () => instrument.record.reviseLesion(revision))
  /** Of the case that is open. */
  async function revisePatient(lesionId: string, revision: PatientRevision): Promise<boolean> {
    const done = await change(lesionId, () => instrument.record.revisePatient(revision))
    if (done) await cases.loadPeople()
    return done
  }

  const remove = (deletion: LesionDeletion) =>
    change(deletion.lesionId, () => instrument.record.deleteLesion(deletion))
  const restore = (deletion: LesionDeletion) =>
    change(deletion.lesionId, () => instrument.record.restoreLesion(deletion))

  /** Of the case that is open. */
  async function mergePatient(lesionId: string, merge: PatientMerge): Promise<boolean> {
    const done = await change(lesionId, () => instrument.record.mergePatient(merge))
    if (done) await cases.loadPeople()
    return done
  }

  async function undoMerge(lesionId: string, undo: Omit<PatientMerge, 'intoId'>): Promise<boolean> {
    const done = await change(lesionId, () => instrument.record.undoMerge(undo))
    if (done) await cases.loadPeople()
    return done
  }

  return {
    mergePatient,
    undoMerge,
    record,
    deleted,
    findDeleted,
    open,
    reviseLesion,
    revisePatient,
    remove,
    restore,
  }
})
