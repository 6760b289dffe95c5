import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { SavedSearch } from '../../../electron/contract/searches'
import { instrument } from '../bridge/instrument'
import { useCasesStore } from './cases'
import { outcomeOf, type Outcome } from './outcomeOf'
import { useSessionStore } from './session'
import { useSystemStore } from './system'

/** Searches of the operator that can be found again. */
export const useSearchesStore = defineStore('searches', () => {
  const system = useSystemStore()
  const session = useSessionStore()
  const cases = useCasesStore()
  const saved = shallowRef<SavedSearch[]>([])
  /** The one that was removed last, until it is brought back or another is. */
  const removed = shallowRef<SavedSearch | null>(null)

  async function refresh(): Promise<void> {
    const { operatorId } = session
    const found = await system.attempt(() => instrument.searches.list({ operatorId }))
    if (found && session.operatorId === operatorId) saved.value = found
  }

  /** Says why where it fails; what can be done about it is beside the name. */
  async function change(work: () => Promise<SavedSearch>): Promise<Outcome<SavedSearch>> {
    const outcome = await outcomeOf(work)
    if (outcome.value) await refresh()
    return outcome
  }

  const save = (name: string) =>
    change(() =>
      instrument.searches.save({
        operatorId: session.operatorId,
        name,
        search: cases.search,
        filters: cases.filters,
      }),
    )

  const rename = (id: string, name: string) => change(() => instrument.searches.rename({ id, name }))

  async function remove({ id }: SavedSearch): Promise<void> {
    const { value, problem } = await change(() => instrument.searches.remove({ id }))
    if (problem) system.report(problem)
    else removed.value = value
  }

  async function restore({ id }: SavedSearch): Promise<void> {
    const { problem } = await change(() => instrument.searches.restore({ id }))
    if (problem) system.report(problem)
    removed.value = null
  }

  watch(
    () => [session.operatorId, system.running] as const,
    ([, running]) => {
      removed.value = null
      if (running) void refresh()
    },
    { immediate: true },
  )

  return { saved, removed, save, rename, remove, restore }
})
