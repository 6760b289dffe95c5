import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import {
  NO_FILTERS,
  type CaseDetail,
  type CaseFilters,
  type Lesion,
  type NewDiagnosis,
  type NewLesion,
  type NewNote,
  type NewPatient,
  type Operator,
  type Patient,
  type StoredResult,
} from '../../../electron/contract/cases'
import type { RecordedSpectrum } from '../../../electron/contract/frame'
import type { Recomputation } from '../../../electron/contract/recomputation'
import type { SaliencyTrust } from '../../../electron/contract/saliency'
import { instrument, onInstrument } from '../bridge/instrument'
import { casePages } from './casePages'
import { outcomeOf, type Outcome } from './outcomeOf'
import { useSystemStore } from './system'

/** The case log: the people in it, its list, and the case that is open. */
export const useCasesStore = defineStore('cases', () => {
  const system = useSystemStore()
  const operators = shallowRef<Operator[]>([])
  const patients = shallowRef<Patient[]>([])
  const search = ref('')
  const filters = shallowRef<CaseFilters>(NO_FILTERS)
  const list = casePages((ask) =>
    system.attempt(() => instrument.cases.list({ search: search.value, filters: filters.value, ...ask })),
  )
  const detail = shallowRef<CaseDetail | null>(null)

  const { refresh } = list

  async function find(text: string): Promise<void> {
    search.value = text
    await refresh()
  }

  async function narrow(to: CaseFilters): Promise<void> {
    filters.value = to
    await refresh()
  }

  /** Both at once: a search that was saved. */
  async function seek(words: string, to: CaseFilters): Promise<void> {
    search.value = words
    await narrow(to)
  }

  /** The place in the list at which a day begins. */
  function placeOf(day: string): Promise<number | undefined> {
    const asked = { search: search.value, filters: filters.value, day }
    return system.attempt(() => instrument.cases.placeOf(asked))
  }

  async function open(lesionId: string): Promise<void> {
    if (detail.value?.lesion.id !== lesionId) detail.value = null
    detail.value = (await system.attempt(() => instrument.cases.open({ lesionId }))) ?? null
  }

  async function lesionsOf(patient: Patient): Promise<Lesion[]> {
    return (await system.attempt(() => instrument.cases.lesions({ patientId: patient.id }))) ?? []
  }

  async function loadPeople(): Promise<void> {
    operators.value = (await system.attempt(() => instrument.cases.operators())) ?? operators.value
    patients.value = (await system.attempt(() => instrument.cases.patients())) ?? patients.value
  }

  async function addOperator(name: string): Promise<Operator | undefined> {
    const operator = await system.attempt(() => instrument.cases.addOperator({ name }))
    if (operator) operators.value = [...operators.value, operator]
    return operator
  }

  async function addPatient(patient: NewPatient): Promise<Patient | undefined> {
    const added = await system.attempt(() => instrument.cases.addPatient(patient))
    if (added) patients.value = [added, ...patients.value]
    return added
  }

  async function addLesion(lesion: NewLesion): Promise<Lesion | undefined> {
    const added = await system.attempt(() => instrument.cases.addLesion(lesion))
    if (added) void refresh()
    return added
  }

  async function addNote(note: NewNote): Promise<boolean> {
    const added = await system.attempt(() => instrument.cases.addNote(note))
    if (added) await open(note.lesionId)
    return added !== undefined
  }

  async function addDiagnosis(diagnosis: NewDiagnosis): Promise<boolean> {
    const added = await system.attempt(() => instrument.cases.addDiagnosis(diagnosis))
    if (!added) return false
    await Promise.all([open(diagnosis.lesionId), refresh()])
    return true
  }

  function spectrum(acquisitionId: string): Promise<RecordedSpectrum | undefined> {
    return system.attempt(() => instrument.cases.spectrum({ acquisitionId }))
  }

  function result(acquisitionId: string): Promise<StoredResult | null | undefined> {
    return system.attempt(() => instrument.cases.result({ acquisitionId }))
  }

  /** Answers a measurement that came to no answer when it was made. */
  async function answer(acquisitionId: string): Promise<StoredResult | undefined> {
    const answered = await system.attempt(() => instrument.cases.answer({ acquisitionId }))
    if (answered) void refresh()
    return answered
  }

  function checkSaliency(acquisitionId: string): Promise<Outcome<SaliencyTrust>> {
    return outcomeOf(() => instrument.cases.checkSaliency({ acquisitionId }))
  }

  function recompute(acquisitionId: string): Promise<Outcome<Recomputation>> {
    return outcomeOf(() => instrument.cases.recompute({ acquisitionId }))
  }

  onInstrument(() => {
    // The people first: whoever waits for `loaded` may ask for them.
    void loadPeople().then(refresh)
  })

  return {
    operators,
    patients,
    search,
    filters,
    total: list.total,
    uncounted: list.uncounted,
    loading: computed(() => list.loading.value > 0),
    /** The first page is here. */
    loaded: list.loaded,
    rowAt: list.rowAt,
    show: list.show,
    detail,
    refresh,
    find,
    narrow,
    seek,
    placeOf,
    open,
    lesionsOf,
    loadPeople,
    addOperator,
    addPatient,
    addLesion,
    addNote,
    addDiagnosis,
    spectrum,
    result,
    answer,
    checkSaliency,
    recompute,
  }
})
