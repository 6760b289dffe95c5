import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { CaseStatistics, ComparisonOfCases } from '../../../electron/contract/overview'
import { instrument } from '../bridge/instrument'
import { shell } from '../bridge/shell'
import { useCasesStore } from './cases'
import { useSystemStore } from './system'

/** The cases of the list, all at once: how they come out, and their spectra by class. */
export const useOverviewStore = defineStore('overview', () => {
  const system = useSystemStore()
  const cases = useCasesStore()
  const statistics = shallowRef<CaseStatistics[] | null>(null)
  const comparison = shallowRef<ComparisonOfCases | null>(null)
  const loading = ref(false)

  const selection = () => ({ search: cases.search, filters: cases.filters })

  async function compare(key: string | null): Promise<void> {
    const found = await system.attempt(() => instrument.overview.compare({ ...selection(), key }))
    comparison.value = found ?? comparison.value
  }

  async function refresh(): Promise<void> {
    loading.value = true
    const [found] = await Promise.all([
      system.attempt(() => instrument.overview.statistics(selection())),
      compare(null),
    ])
    statistics.value = found ?? statistics.value
    loading.value = false
  }

  async function saveTable(suggestedName: string, content: string): Promise<void> {
    const path = await system.attempt(() => shell.saveDocument({ suggestedName, as: 'csv', content }))
    if (path) system.tell(`Saved as ${path}.`)
  }

  return { statistics, comparison, loading, refresh, compare, saveTable }
})
