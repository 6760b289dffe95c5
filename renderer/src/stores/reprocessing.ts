import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type {
  ChangedAnswer,
  NewReprocessing,
  Reprocessing,
  ReprocessingEvent,
  ReprocessingOutcome,
  ReprocessingProgress,
} from '../../../electron/contract/reprocessing'
import { follow } from '../bridge/follow'
import { instrument, onInstrument } from '../bridge/instrument'
import { shell } from '../bridge/shell'
import { outcomeOf, type Outcome } from './outcomeOf'
import { useSystemStore } from './system'

const PAGE = 50
/** What came out is counted again so often while a batch runs, and at most for a tenth of the time. */
const COUNT_MS = 3000

/** Stored cases that are computed again in batches, and what came of them. */
export const useReprocessingStore = defineStore('reprocessing', () => {
  const system = useSystemStore()
  const batches = shallowRef<Reprocessing[]>([])
  const loaded = ref(false)
  const progress = shallowRef<ReprocessingProgress | null>(null)
  const openedId = ref<string | null>(null)
  const outcomes = shallowRef<ReprocessingOutcome[]>([])
  const changed = shallowRef<ChangedAnswer[]>([])
  /** The last page of those whose answer changes was full. */
  const hasMore = ref(false)
  let countAgainAt = 0

  const opened = computed(() => batches.value.find(({ id }) => id === openedId.value) ?? null)
  const running = computed(() => batches.value.find(({ state }) => state === 'running') ?? null)

  function take(event: ReprocessingEvent): void {
    if (event.type === 'progress') {
      progress.value = event.progress
      if (event.progress.id === openedId.value && Date.now() > countAgainAt) void count()
      return
    }
    const { batch } = event
    const known = batches.value.some(({ id }) => id === batch.id)
    batches.value = known
      ? batches.value.map((each) => (each.id === batch.id ? batch : each))
      : [batch, ...batches.value]
    if (batch.state !== 'running') progress.value = null
    if (batch.id === openedId.value) void count()
  }

  async function refresh(): Promise<void> {
    batches.value = (await system.attempt(() => instrument.reprocessing.list())) ?? batches.value
    loaded.value = true
  }

  async function open(id: string): Promise<void> {
    openedId.value = id
    outcomes.value = []
    changed.value = []
    hasMore.value = false
    await count()
  }

  /** What came of the open batch, from the start. */
  async function count(): Promise<void> {
    const id = openedId.value
    if (id === null) return
    const begunAt = Date.now()
    countAgainAt = Infinity
    const limit = Math.min(200, Math.max(PAGE, changed.value.length))
    const [outcome, first] = await Promise.all([
      system.attempt(() => instrument.reprocessing.outcome({ id })),
      system.attempt(() => instrument.reprocessing.changed({ id, limit })),
    ])
    countAgainAt = Date.now() + Math.max(COUNT_MS, 10 * (Date.now() - begunAt))
    if (openedId.value !== id) return
    outcomes.value = outcome ?? outcomes.value
    if (!first || changed.value.length > limit) return
    changed.value = first
    hasMore.value = first.length === limit
  }

  async function more(): Promise<void> {
    const id = openedId.value
    const cursor = changed.value.at(-1)?.entry
    if (id === null || cursor === undefined) return
    const next = await system.attempt(() => instrument.reprocessing.changed({ id, cursor, limit: PAGE }))
    if (!next || openedId.value !== id) return
    changed.value = [...changed.value, ...next]
    hasMore.value = next.length === PAGE
  }

  const start = (wanted: NewReprocessing): Promise<Outcome<Reprocessing>> =>
    outcomeOf(() => instrument.reprocessing.start(wanted))
  const cancel = (id: string) => system.attempt(() => instrument.reprocessing.cancel({ id }))
  const resume = (id: string) => system.attempt(() => instrument.reprocessing.resume({ id }))

  async function saveCsv({ id, createdAt }: Reprocessing): Promise<void> {
    const path = await system.attempt(async () => {
      const content = await instrument.reprocessing.csv({ id })
      return shell.saveDocument({
        suggestedName: `Computed again ${createdAt.slice(0, 10)}.csv`,
        as: 'csv',
        content,
      })
    })
    if (path) system.tell(`Saved as ${path}.`)
  }

  follow(onInstrument, () => instrument.reprocessing.watch(), take, system.report)

  return {
    batches,
    loaded,
    progress,
    opened,
    running,
    outcomes,
    changed,
    hasMore,
    refresh,
    open,
    more,
    start,
    cancel,
    resume,
    saveCsv,
  }
})
