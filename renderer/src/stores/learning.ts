import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { EvaluationReport } from '../../../electron/contract/evaluation'
import type {
  Comparison,
  DataSetDetail,
  DataSetInspection,
  DataSetSummary,
  HeldOutSpectrum,
  LearningEvent,
  Look,
  MapRequest,
  ModelRecord,
  ModelUse,
  NewDataSet,
  NewRun,
  Prediction,
  ProgressPoint,
  PromotionVerdict,
  RunDetail,
  RunSummary,
  ShadowComparison,
  Signature,
} from '../../../electron/contract/learning'
import type { ClassMaps, SaliencyTrust } from '../../../electron/contract/saliency'
import type { Problem } from '../../../electron/contract/errors'
import { follow } from '../bridge/follow'
import { instrument, onInstrument } from '../bridge/instrument'
import { shell } from '../bridge/shell'
import { outcomeOf, type Outcome } from './outcomeOf'
import { joined, withPoint } from './runProgress'
import { useSystemStore } from './system'

/** What a signed act does to a model. */
export type ModelAct = 'promote' | 'shadow' | 'retire'

interface Heard {
  points: ProgressPoint[]
  remainingMs: number | null
}

/** Data sets, runs and models, and what is heard of them. */
export const useLearningStore = defineStore('learning', () => {
  const system = useSystemStore()
  const dataSets = shallowRef<DataSetSummary[]>([])
  const runs = shallowRef<RunSummary[]>([])
  const models = shallowRef<ModelRecord[]>([])
  const loaded = ref(false)
  const dataSet = shallowRef<DataSetDetail | null>(null)
  const stored = shallowRef<RunDetail | null>(null)
  /** Of the runs that were trained since the window was opened. */
  const heard = shallowRef<ReadonlyMap<string, Heard>>(new Map())

  const active = computed(() => runs.value.find(({ state }) => state === 'running') ?? null)
  const queued = computed(() => runs.value.filter(({ state }) => state === 'queued').length)
  /** The run that is open, with the newest of all that is known of it. */
  const run = computed((): RunDetail | null => {
    const detail = stored.value
    if (!detail) return null
    const summary = runs.value.find(({ id }) => id === detail.id)
    const points = heard.value.get(detail.id)?.points ?? []
    return { ...detail, ...summary, progress: joined(detail.progress, points) }
  })
  const remainingMs = (runId: string) => heard.value.get(runId)?.remainingMs ?? null

  function hear(runId: string, change: (before: Heard) => Heard): void {
    const before = heard.value.get(runId) ?? { points: [], remainingMs: null }
    heard.value = new Map(heard.value).set(runId, change(before))
  }

  function take(event: LearningEvent): void {
    switch (event.type) {
      case 'run': {
        const { run: changed } = event
        const known = runs.value.some(({ id }) => id === changed.id)
        runs.value = known
          ? runs.value.map((each) => (each.id === changed.id ? changed : each))
          : [changed, ...runs.value]
        if (changed.state !== 'running') hear(changed.id, ({ points }) => ({ points, remainingMs: null }))
        if (stored.value?.id === changed.id) void openRun(changed.id)
        break
      }
      case 'progress':
        hear(event.runId, ({ points }) => ({
          points: withPoint(points, event.point),
          remainingMs: event.remainingMs,
        }))
        break
      case 'models':
        void loadModels()
    }
  }

  async function loadModels(): Promise<void> {
    models.value = (await system.attempt(() => instrument.learning.models())) ?? models.value
  }

  async function refresh(): Promise<void> {
    const [sets, all] = await Promise.all([
      system.attempt(() => instrument.learning.dataSets()),
      system.attempt(() => instrument.learning.runs()),
      loadModels(),
    ])
    dataSets.value = sets ?? dataSets.value
    runs.value = all ?? runs.value
    loaded.value = true
  }

  /* Data sets. */

  const inspect = (data: NewDataSet): Promise<Outcome<DataSetInspection>> =>
    outcomeOf(() => instrument.learning.inspectData(data))

  async function freeze(data: NewDataSet): Promise<Outcome<DataSetDetail>> {
    const outcome = await outcomeOf(() => instrument.learning.freezeData(data))
    if (outcome.value) await refresh()
    return outcome
  }

  async function openDataSet(hash: string): Promise<void> {
    if (dataSet.value?.hash !== hash) dataSet.value = null
    dataSet.value = (await system.attempt(() => instrument.learning.dataSet({ hash }))) ?? null
  }

  async function holdOut(hash: string, signature: Signature): Promise<Outcome<DataSetSummary>> {
    const outcome = await outcomeOf(() => instrument.learning.holdOut({ hash, ...signature }))
    if (outcome.value) await Promise.all([refresh(), openDataSet(hash)])
    return outcome
  }

  const looks = (hash: string): Promise<Look[] | undefined> =>
    system.attempt(() => instrument.learning.looks({ hash }))

  async function look(
    dataSetHash: string,
    modelHash: string,
    operatorId: string,
  ): Promise<Outcome<EvaluationReport>> {
    const outcome = await outcomeOf(() => instrument.learning.look({ dataSetHash, modelHash, operatorId }))
    await Promise.all([refresh(), openDataSet(dataSetHash)])
    return outcome
  }

  /* Runs. */

  async function openRun(runId: string): Promise<void> {
    if (stored.value?.id !== runId) stored.value = null
    stored.value = (await system.attempt(() => instrument.learning.run({ runId }))) ?? null
  }

  const startRun = (given: NewRun): Promise<Outcome<RunSummary>> =>
    outcomeOf(() => instrument.learning.startRun(given))
  const cancelRun = (runId: string) => system.attempt(() => instrument.learning.cancelRun({ runId }))
  const resumeRun = (runId: string) => system.attempt(() => instrument.learning.resumeRun({ runId }))

  const predictions = (runId: string): Promise<Prediction[] | undefined> =>
    system.attempt(() => instrument.learning.predictions({ runId }))
  const heldOutSpectrum = (asked: MapRequest): Promise<HeldOutSpectrum | undefined> =>
    system.attempt(() => instrument.learning.heldOutSpectrum(asked))
  const checkSaliency = (asked: MapRequest): Promise<Outcome<SaliencyTrust | null>> =>
    outcomeOf(() => instrument.learning.checkSaliency(asked))
  const classMaps = (runId: string): Promise<ClassMaps | null | undefined> =>
    system.attempt(() => instrument.learning.classMaps({ runId }))
  const recipes = (): Promise<string[] | undefined> => system.attempt(() => instrument.learning.recipes())
  const detailOf = (runId: string): Promise<RunDetail | undefined> =>
    system.attempt(() => instrument.learning.run({ runId }))
  const compare = (first: string, second: string): Promise<Outcome<Comparison>> =>
    outcomeOf(() => instrument.learning.compareRuns({ first, second }))

  /* Models. */

  const judge = (hash: string): Promise<Outcome<PromotionVerdict>> =>
    outcomeOf(() => instrument.learning.judgePromotion({ hash }))

  async function act(name: ModelAct, hash: string, signature: Signature): Promise<Problem | null> {
    const { value, problem } = await outcomeOf(() => instrument.learning[name]({ hash, ...signature }))
    if (value) acted(value)
    return problem
  }

  async function rollBack(use: ModelUse, signature: Signature): Promise<Problem | null> {
    const { value, problem } = await outcomeOf(() => instrument.learning.rollBack({ use, ...signature }))
    if (value) acted(value)
    return problem
  }

  function acted(next: ModelRecord[]): void {
    models.value = next
    // The strip over every screen names the model that serves.
    void system.refresh()
  }

  const shadowComparison = (hash: string): Promise<ShadowComparison | undefined> =>
    system.attempt(() => instrument.learning.shadowComparison({ hash }))

  /* Files. */

  const chooseFile = (kind: 'dataSet' | 'checkpoint' | 'recipe') =>
    system.attempt(() => shell.chooseFile({ kind }))

  async function save(
    suggestedName: string,
    as: 'csv' | 'html' | 'pdf',
    content: () => Promise<string>,
  ): Promise<void> {
    const path = await system.attempt(async () =>
      shell.saveDocument({ suggestedName: `${suggestedName}.${as}`, as, content: await content() }),
    )
    if (path) system.tell(`Saved as ${path}.`)
  }

  const saveModelCard = ({ id, name }: Pick<RunSummary, 'id' | 'name'>, as: 'html' | 'pdf') =>
    save(`Model card ${name}`, as, () => instrument.learning.modelCard({ runId: id }))
  const saveTable2 = (runIds: string[]) =>
    save('Table 2', 'csv', () => instrument.learning.table2({ runIds }))

  follow(onInstrument, () => instrument.learning.watch(), take, system.report)
  onInstrument(() => {
    void refresh()
  })

  return {
    dataSets,
    runs,
    models,
    loaded,
    dataSet,
    run,
    active,
    queued,
    remainingMs,
    refresh,
    inspect,
    freeze,
    openDataSet,
    holdOut,
    looks,
    look,
    openRun,
    startRun,
    cancelRun,
    resumeRun,
    predictions,
    heldOutSpectrum,
    checkSaliency,
    classMaps,
    recipes,
    detailOf,
    compare,
    judge,
    act,
    rollBack,
    shadowComparison,
    chooseFile,
    saveModelCard,
    saveTable2,
  }
})
