import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Problem } from '../../../electron/contract/errors'
import type { DailyCheckOptions } from '../../../electron/contract/passport'
import { instrument } from '../bridge/instrument'
import { toProblem } from '../bridge/toProblem'
import { useCalibrationStore } from './calibration'
import { afterEvent, noCheck, type CheckView } from './checkConversation'
import { useSystemStore } from './system'

/** The daily check that runs, or that ended last and was not put away yet. */
export const useDailyCheckStore = defineStore('dailyCheck', () => {
  const system = useSystemStore()
  const calibration = useCalibrationStore()
  const check = shallowRef<CheckView | null>(null)
  const running = ref(false)
  const cancelling = ref(false)
  /** Why the last check came to no end. */
  const failure = shallowRef<Problem | null>(null)
  const open = computed(() => check.value !== null || failure.value !== null)
  let stop = new AbortController()

  async function start(options: DailyCheckOptions): Promise<void> {
    if (running.value) return
    stop = new AbortController()
    const { signal } = stop
    running.value = true
    check.value = noCheck
    failure.value = null
    try {
      for await (const event of await instrument.passport.startDailyCheck(options, { signal })) {
        check.value = afterEvent(check.value, event)
      }
    } catch (error) {
      const problem = toProblem(error)
      if (signal.aborted || problem.code === 'acquisition.cancelled') {
        check.value = null
        system.tell('The daily check was cancelled. Nothing of it was stored; what was in force stays so.')
      } else failure.value = problem
    } finally {
      running.value = false
      cancelling.value = false
    }
    await calibration.refresh()
  }

  /** Laser off, and nothing is stored. */
  function cancel(): void {
    if (!running.value) return
    cancelling.value = true
    stop.abort()
  }

  const accept = () => system.attempt(() => instrument.passport.acceptStep())
  const repeat = () => system.attempt(() => instrument.passport.repeatStep())
  /** Ends the check with the verdict `refused`. */
  const refuse = () => system.attempt(() => instrument.passport.refuse({}))

  /** What came of the last check was read. */
  function putAway(): void {
    if (running.value) return
    check.value = null
    failure.value = null
  }

  return { check, running, cancelling, failure, open, start, cancel, accept, repeat, refuse, putAway }
})
