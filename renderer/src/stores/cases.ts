import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import {
  NO_FILTERS,
  type CaseDetail,
  type CaseFilters,
  type CaseRow,
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
import { outcomeOf, type Outcome } from './outcomeOf'
import { useSystemStore } from './system'

const PAGE = 50

/** The case log: the people in it, its list, and the case that is open. */
export const useCasesStore = defineStore('cases', () => {
  const system = useSystemStore()
  const operators = shallowRef<Operator[]>([])
  const patients = shallowRef<Patient[]>([])
  const search = ref('')
  const filters = shallowRef<CaseFilters>(NO_FILTERS)
  const rows = shallowRef<CaseRow[]>([])
  const total = ref(0)
  /** There are more than `total`. */
  const uncounted = ref(false)
  const next = ref<string | null>(null)
  const loading = ref(false)
  /** The people and the first page are here. */
  const loaded = ref(false)
  const detail = shallowRef<CaseDetail | null>(null)
  /** Only the answer to the newest question is shown. */
  let question = 0

  async function page(cursor: string | null): Promise<void> {
    const asked = ++question
    loading.value = true
    const answer = await system.attempt(() =>
      instrument.cases.list({ search: search.value, filters: filters.value, limit: PAGE, cursor }),
    )
    if (asked !== question) return
    loading.value = false
    if (!answer) return
    rows.value = cursor === null ? answer.rows : [...rows.value, ...answer.rows]
    next.value = answer.next
    if (answer.total !== null) {
      total.value = answer.total
      uncounted.value = answer.uncounted
    }
    loaded.value = true
  }

  const refresh = () => page(null)

  async function more(): Promise<void> {
    if (next.value !== null && !loading.value) await page(next.value)
  }

  async function find(text: string): Promise<void> {
    search.value = text
    await refresh()
  }

  async function narrow(to: CaseFilters): Promise<void> {
    filters.value = to
    await refresh()
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
    rows,
    total,
    uncounted,
    next,
    loading,
    loaded,
    detail,
    refresh,
    more,
    find,
    narrow,
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
