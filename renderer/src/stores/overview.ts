import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { CaseStatistics, ComparisonOfCases } from '../../../electron/contract/overview'
import { instrument } from '../bridge/instrument'
import { shell } from '../bridge/shell'
import { useCasesStore } from './cases'
import { useSystemStore } from './system'

/** How far something is, in cases. */
export interface Portion {
  done: number
  of: number
}

/** The cases of the list, all at once: how they come out, and their spectra by class. */
export const useOverviewStore = defineStore('overview', () => {
  const system = useSystemStore()
  const cases = useCasesStore()
  const statistics = shallowRef<CaseStatistics[] | null>(null)
  const comparison = shallowRef<ComparisonOfCases | null>(null)
  /** Null where nothing is counted, and where nothing is read. */
  const counting = shallowRef<Portion | null>(null)
  const reading = shallowRef<Portion | null>(null)
  /** Somebody ended it before it was done. */
  const stopped = ref(false)
  let running = new AbortController()

  const selection = () => ({ search: cases.search, filters: cases.filters })
  /** What was ended by the user is no failure. */
  const attempt = (signal: AbortSignal, work: () => Promise<void>) =>
    system.attempt(() =>
      work().catch((error: unknown) => {
        if (!signal.aborted) throw error
      }),
    )

  async function count(signal: AbortSignal): Promise<void> {
    counting.value = { done: 0, of: 0 }
    await attempt(signal, async () => {
      for await (const event of await instrument.overview.statistics(selection(), { signal })) {
        if (event.phase === 'done') statistics.value = event.statistics
        else counting.value = event
      }
    })
    if (running.signal === signal) counting.value = null
  }

  async function read(key: string | null, signal: AbortSignal): Promise<void> {
    reading.value = { done: 0, of: 0 }
    await attempt(signal, async () => {
      for await (const event of await instrument.overview.compare({ ...selection(), key }, { signal })) {
        if (event.phase === 'done') comparison.value = event.comparison
        else reading.value = event
      }
    })
    if (running.signal === signal) reading.value = null
  }

  function begin(): AbortSignal {
    running.abort()
    running = new AbortController()
    stopped.value = false
    return running.signal
  }

  const compare = (key: string) => read(key, begin())

  async function refresh(): Promise<void> {
    const signal = begin()
    statistics.value = null
    comparison.value = null
    // One after the other: both are of one thread, and the first is there at once.
    await count(signal)
    if (!signal.aborted) await read(null, signal)
  }

  function stop(): void {
    stopped.value = counting.value !== null || reading.value !== null
    running.abort()
    counting.value = null
    reading.value = null
  }

  async function saveTable(suggestedName: string, content: string): Promise<void> {
    const path = await system.attempt(() => shell.saveDocument({ suggestedName, as: 'csv', content }))
    if (path) system.tell(`Saved as ${path}.`)
  }

  return { statistics, comparison, counting, reading, stopped, refresh, compare, stop, saveTable }
})
