import { ref, shallowRef } from 'vue'
import type { CasePage, CaseQuery, CaseRow } from '../../../electron/contract/cases'

/** Rows of one page. */
const PAGE = 50
/** Pages that are kept; the farthest from what is shown go first. */
const KEPT = 40

interface Ask extends Pick<CaseQuery, 'cursor' | 'limit'> {
  offset: number
}

interface Page {
  rows: readonly CaseRow[]
  next: string | null
}

/**
 * A long list of which the part that is shown is loaded. A page that follows one that is here begins at its cursor, any other is counted
 * from the last page before it that is.
 * @param load gives undefined where it failed, which was told
 */
export function casePages(load: (ask: Ask) => Promise<CasePage | undefined>) {
  const pages = shallowRef<ReadonlyMap<number, Page>>(new Map())
  const total = ref(0)
  /** There are more than `total`. */
  const uncounted = ref(false)
  /** How many pages are on their way. */
  const loading = ref(0)
  /** The first page was here. */
  const loaded = ref(false)
  const asked = new Set<number>()
  let shown: readonly [number, number] = [0, 0]
  /** Only what answers the newest question is kept. */
  let question = 0

  function whereBegins(page: number, here = pages.value): Pick<Ask, 'cursor' | 'offset'> {
    for (let before = page - 1; before >= 0; before--) {
      const cursor = here.get(before)?.next ?? null
      if (cursor !== null) return { cursor, offset: (page - before - 1) * PAGE }
    }
    return { cursor: null, offset: page * PAGE }
  }

  function keep(page: number, { rows, next }: Page): void {
    const all = new Map(pages.value).set(page, { rows, next })
    const distance = (each: number) => Math.max(shown[0] - each, each - shown[1], 0)
    // The first is kept: it is where one begins again.
    const others = [...all.keys()].filter((each) => each > 0).sort((a, b) => distance(b) - distance(a))
    for (const far of others.slice(0, Math.max(0, all.size - KEPT))) all.delete(far)
    pages.value = all
  }

  async function fetch(page: number): Promise<void> {
    if (asked.has(page) || pages.value.has(page)) return
    asked.add(page)
    loading.value++
    const own = question
    const answer = await load({ ...whereBegins(page), limit: PAGE })
    loading.value--
    if (own !== question) return
    asked.delete(page)
    if (answer) keep(page, answer)
  }

  /** Loads what belongs to the rows from one to another, both included. */
  async function show(from: number, to: number): Promise<void> {
    shown = [Math.floor(from / PAGE), Math.floor(to / PAGE)]
    for (let page = shown[0]; page <= shown[1]; page++) await fetch(page)
  }

  /** Asks anew for what is shown. What was there stays until all of it is here, so that nothing blinks. */
  async function refresh(): Promise<void> {
    const own = ++question
    asked.clear()
    loading.value++
    const fresh = new Map<number, Page>()
    const first = await load({ cursor: null, offset: 0, limit: PAGE })
    if (first) fresh.set(0, first)
    const most = first?.total ?? 0
    const last = Math.max(0, Math.ceil(most / PAGE) - 1)
    for (let page = Math.max(1, Math.min(shown[0], last)); page <= Math.min(shown[1], last); page++) {
      const answer = own === question ? await load({ ...whereBegins(page, fresh), limit: PAGE }) : undefined
      if (answer) fresh.set(page, answer)
    }
    loading.value--
    if (own !== question || !first) return
    pages.value = fresh
    total.value = most
    uncounted.value = first.uncounted
    loaded.value = true
    // Somebody may have scrolled meanwhile.
    await show(Math.min(shown[0], last) * PAGE, Math.min(shown[1], last) * PAGE)
  }

  /** Undefined where it is on its way. */
  const rowAt = (index: number): CaseRow | undefined =>
    pages.value.get(Math.floor(index / PAGE))?.rows[index % PAGE]

  return { pages, total, uncounted, loading, loaded, rowAt, show, refresh }
}
