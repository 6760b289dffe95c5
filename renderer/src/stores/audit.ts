import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AuditLine, AuditPage, LastCheck, RecordCheck } from '../../../electron/contract/audit'
import type { Problem } from '../../../electron/contract/errors'
import { instrument } from '../bridge/instrument'
import { shell } from '../bridge/shell'
import { outcomeOf } from './outcomeOf'
import { useSystemStore } from './system'

/** Which lines are wanted, as a person says it: days of this seat. */
export interface WantedLines {
  actor: string
  table: string | null
  from: string | null
  to: string | null
}

/** What runs: how much of how much, and since when. */
interface Running {
  title: string
  done: number
  of: number
  what: string
}

const PAGE = 50
const DAY_MS = 86_400_000

/** What is on record, and whether it still is what was written. */
export const useAuditStore = defineStore('audit', () => {
  const system = useSystemStore()
  const check = shallowRef<RecordCheck | null>(null)
  const lastCheck = shallowRef<LastCheck | null>(null)
  const running = shallowRef<Running | null>(null)
  const rowsPerSecond = ref<number | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const lines = shallowRef<AuditLine[]>([])
  const next = ref<number | null>(null)
  const tables = shallowRef<string[]>([])
  const reading = ref(false)
  const wanted = ref<WantedLines>({ actor: '', table: null, from: null, to: null })
  /** Of one case alone. */
  const lesionId = ref<string | null>(null)
  let ending: AbortController | null = null
  /** Of what is asked for last, which alone is shown. */
  let asked = 0

  const filters = computed(() => ({
    actor: wanted.value.actor,
    table: wanted.value.table,
    from: wanted.value.from && startOf(wanted.value.from, 0),
    until: wanted.value.to && startOf(wanted.value.to, DAY_MS),
  }))

  async function run(title: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = (ending = new AbortController())
    problem.value = null
    running.value = { title, done: 0, of: 0, what: '' }
    const { problem: failed } = await outcomeOf(() => work(signal))
    running.value = null
    if (failed && !signal.aborted) problem.value = failed
  }

  const checkRecord = (): Promise<void> =>
    run('Reading the record', async (signal) => {
      const begun = performance.now()
      rowsPerSecond.value = null
      for await (const event of await instrument.audit.check(undefined, { signal })) {
        if (event.phase === 'done') {
          check.value = event.check
          continue
        }
        const { done, total: of } = event
        rowsPerSecond.value = Math.round((1000 * done) / Math.max(1, performance.now() - begun))
        running.value = { title: 'Reading the record', done, of, what: 'rows' }
      }
      await findLastCheck()
    })

  async function findLastCheck(): Promise<void> {
    lastCheck.value = (await system.attempt(() => instrument.audit.lastCheck())) ?? null
  }

  function stop(): void {
    ending?.abort()
  }

  async function saveCheck(): Promise<void> {
    const found = check.value
    if (!found) return
    const { ok, rows, findings, ...rest } = found
    const content = `${JSON.stringify({ ok, rows, findings, ...rest }, null, 2)}\n`
    const suggestedName = `record check ${found.checkedAt.slice(0, 10)}.json`
    const path = await system.attempt(() => shell.saveDocument({ suggestedName, content, as: 'json' }))
    if (path) system.tell(`Saved as ${path}.`)
  }

  /** The newest lines that are wanted; or those after them. */
  async function read(before: number | null): Promise<void> {
    const turn = ++asked
    reading.value = true
    const page = await system.attempt((): Promise<AuditPage> =>
      lesionId.value === null
        ? instrument.audit.list({ ...filters.value, before, limit: PAGE })
        : instrument.audit.ofCase({ lesionId: lesionId.value, before, limit: PAGE }),
    )
    if (turn !== asked) return
    reading.value = false
    if (!page) return
    lines.value = before === null ? page.lines : [...lines.value, ...page.lines]
    next.value = page.next
    tables.value = page.tables
  }

  function want(change: Partial<WantedLines>): void {
    wanted.value = { ...wanted.value, ...change }
    void read(null)
  }

  async function showCase(id: string | null): Promise<void> {
    lesionId.value = id
    lines.value = []
    await read(null)
  }

  async function exportCsv(): Promise<void> {
    const folder = await system.attempt(() => shell.chooseFolder({ title: 'Where the file goes' }))
    if (!folder) return
    await run('Writing the audit', async (signal) => {
      const options = { filters: { ...filters.value, lesionId: lesionId.value }, folder }
      for await (const event of await instrument.audit.export(options, { signal })) {
        if (event.phase === 'done') system.tell(`${event.lines} lines were written: ${event.file}`)
        else running.value = { title: 'Writing the audit', done: event.lines, of: 0, what: 'lines' }
      }
    })
  }

  return {
    check,
    lastCheck,
    running,
    rowsPerSecond,
    problem,
    lines,
    next,
    tables,
    reading,
    wanted,
    lesionId,
    checkRecord,
    findLastCheck,
    stop,
    saveCheck,
    want,
    showCase,
    readOn: () => read(next.value),
    exportCsv,
  }
})

/** The moment at which a day of this seat begins, so many milliseconds later. */
function startOf(day: string, laterMs: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(new Date(year, month - 1, date).getTime() + laterMs).toISOString()
}
