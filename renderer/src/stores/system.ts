import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Problem } from '../../../electron/contract/errors'
import type { SystemStatus } from '../../../electron/contract/system'
import { follow } from '../bridge/follow'
import { instrument, onInstrument } from '../bridge/instrument'
import { onShell, shell } from '../bridge/shell'
import { toProblem } from '../bridge/toProblem'

export interface Notice {
  id: number
  tone: 'problem' | 'info'
  message: string
  tip: string | undefined
  at: string
  /** Shown over the screen until it was read or its time is over; it stays in the list. */
  fresh: boolean
}

const FRESH_MS = 12_000
const KEPT = 100

/** What the application says of itself: the state of its parts, and everything it had to tell the user. */
export const useSystemStore = defineStore('system', () => {
  const status = shallowRef<SystemStatus | null>(null)
  /** False until the instrument process has been reached, and again when it is gone. */
  const running = ref(false)
  const notices = ref<Notice[]>([])
  const fresh = computed(() => notices.value.filter((notice) => notice.fresh))
  const usedEngine = computed(() => status.value?.engines.find((engine) => engine.used) ?? null)
  let lastId = 0

  function add(tone: Notice['tone'], message: string, tip: string | undefined): void {
    const again = fresh.value.find((notice) => notice.message === message && notice.tip === tip)
    if (again) return
    const id = ++lastId
    const notice: Notice = { id, tone, message, tip, at: new Date().toISOString(), fresh: true }
    notices.value = [notice, ...notices.value].slice(0, KEPT)
    setTimeout(() => {
      dismiss(id)
    }, FRESH_MS)
  }

  function report(problem: Problem): void {
    // The screen that asks who is there says it.
    if (problem.code === 'trust.locked') return
    add('problem', problem.message, problem.tip)
  }

  function tell(message: string): void {
    add('info', message, undefined)
  }

  function dismiss(id: number): void {
    notices.value = notices.value.map((notice) => (notice.id === id ? { ...notice, fresh: false } : notice))
  }

  function clear(): void {
    notices.value = []
  }

  /** Does `work`; a failure is reported, and answered with undefined. */
  async function attempt<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work()
    } catch (error) {
      report(toProblem(error))
      return undefined
    }
  }

  async function refresh(): Promise<void> {
    const now = await attempt(() => instrument.system.status())
    if (now) status.value = now
  }

  const reportInstrument = (problem: Problem): void => {
    report(problem)
    // Another engine serves now, and its name is on the screen.
    if (problem.code === 'engine.failed') void refresh()
  }

  follow(onInstrument, () => instrument.system.problems(), reportInstrument, report)
  follow(onShell, () => shell.problems(), report, report)
  onInstrument((ended) => {
    running.value = true
    ended.addEventListener('abort', () => {
      running.value = false
    })
    void refresh()
  })

  return { status, running, notices, fresh, usedEngine, report, tell, dismiss, clear, attempt, refresh }
})
