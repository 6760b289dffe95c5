import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { CaseRow } from '../../../electron/contract/cases'
import { MOST_PICKED, type ComparisonOfCases } from '../../../electron/contract/overview'
import { instrument } from '../bridge/instrument'
import { useSystemStore } from './system'

/** A few cases that somebody picked from the list, to see their spectra side by side. */
export const usePickedStore = defineStore('picked', () => {
  const system = useSystemStore()
  const cases = shallowRef<CaseRow[]>([])
  const ids = computed(() => cases.value.map(({ lesion }) => lesion.id))
  const full = computed(() => cases.value.length >= MOST_PICKED)
  const comparison = shallowRef<ComparisonOfCases | null>(null)

  function toggle(row: CaseRow): void {
    const others = cases.value.filter(({ lesion }) => lesion.id !== row.lesion.id)
    if (others.length < cases.value.length) cases.value = others
    else if (!full.value) cases.value = [...cases.value, row]
  }

  function clear(): void {
    cases.value = []
  }

  /** Of the preparation that most of them have, where `key` names none. */
  async function compare(key: string | null): Promise<void> {
    comparison.value = null
    if (cases.value.length === 0) return
    const asked = { lesionIds: ids.value, key }
    comparison.value = (await system.attempt(() => instrument.overview.comparePicked(asked))) ?? null
  }

  return { cases, ids, full, comparison, toggle, clear, compare }
})
