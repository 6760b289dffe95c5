import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AcquisitionEvent, AcquisitionPlan } from '../../../electron/contract/acquisition'
import type { Answer, JudgedAnswer } from '../../../electron/contract/answer'
import type { LaserAuthorisation } from '../../../electron/contract/device'
import type { Problem } from '../../../electron/contract/errors'
import type { ClonedSpectrum } from '../../../electron/contract/frame'
import { instrument } from '../bridge/instrument'
import { toProblem } from '../bridge/toProblem'
import { useCasesStore } from './cases'
import { useDeviceStore } from './device'
import { useSystemStore } from './system'

export interface Progress {
  phase: 'starting' | 'dark' | 'exposing' | 'judging'
  recorded: number
  frames: number
  remainingMs: number
}

export interface AcquisitionResult {
  acquisitionId: string
  lesionId: string
  finishedAt: string
  /** Judged at first; complete when it is in the case log. */
  answer: Answer | JudgedAnswer
  complete: boolean
  spectrum: ClonedSpectrum
  /** When its last frame was complete on the wire, and when its answer came here; ms since the epoch. */
  completedAt: number
  receivedAt: number
}

const now = () => performance.timeOrigin + performance.now()

/** The acquisition that runs, and the answer of the last one. */
export const useAcquisitionStore = defineStore('acquisition', () => {
  const system = useSystemStore()
  const cases = useCasesStore()
  const device = useDeviceStore()
  const progress = shallowRef<Progress | null>(null)
  const result = shallowRef<AcquisitionResult | null>(null)
  /** Why the last measurement came to no answer. */
  const failure = shallowRef<Problem | null>(null)
  const cancelling = ref(false)
  const running = computed(() => progress.value !== null)

  function judging(): void {
    const { frames = 0 } = progress.value ?? {}
    progress.value = { phase: 'judging', recorded: frames, frames, remainingMs: 0 }
  }

  function take(event: AcquisitionEvent, lesionId: string): void {
    switch (event.phase) {
      case 'started':
        progress.value = { phase: 'starting', recorded: 0, frames: event.frames, remainingMs: 0 }
        break
      case 'dark':
      case 'exposing':
        progress.value = event
        break
      case 'judging':
        judging()
        break
      case 'judged':
        result.value = {
          acquisitionId: event.acquisitionId,
          lesionId,
          finishedAt: new Date().toISOString(),
          answer: event.answer,
          complete: false,
          spectrum: event.spectrum,
          completedAt: event.completedAt,
          receivedAt: now(),
        }
        break
      case 'done':
        if (result.value) result.value = { ...result.value, answer: event.answer, complete: true }
    }
  }

  async function start(
    plan: AcquisitionPlan,
    authorisation: LaserAuthorisation,
    spot?: string,
  ): Promise<void> {
    if (running.value) return
    const frames = plan.accumulations + plan.darkFrames
    progress.value = { phase: 'starting', recorded: 0, frames, remainingMs: frames * plan.integrationTimeMs }
    result.value = null
    failure.value = null
    device.awaitAnswer()
    try {
      for await (const event of await instrument.acquisition.start({ plan, authorisation, spot })) {
        take(event, authorisation.lesionId)
      }
    } catch (error) {
      // What is not in the case log is not shown as if it were.
      result.value = null
      const problem = toProblem(error)
      if (problem.code === 'acquisition.cancelled') {
        system.tell(problem.message)
      } else {
        failure.value = problem
        system.report(problem)
      }
    } finally {
      progress.value = null
      cancelling.value = false
      device.settle()
    }
    void cases.refresh()
  }

  async function cancel(): Promise<void> {
    cancelling.value = true
    await system.attempt(() => instrument.acquisition.cancel())
  }

  /** The chart has drawn the answer; it is on the screen with the next animation frame. */
  function drawn(acquisitionId: string): void {
    if (result.value?.acquisitionId !== acquisitionId) return
    const { completedAt, receivedAt, complete } = result.value
    const drawnAt = now()
    requestAnimationFrame(() => {
      performance.clearMarks('stokes:answered')
      performance.mark('stokes:answered', {
        detail: { acquisitionId, completedAt, receivedAt, drawnAt, complete },
      })
      // When this frame is painted; by then the next measurement may have begun to wait for its own.
      setTimeout(() => {
        if (result.value?.acquisitionId === acquisitionId) settle()
      })
    })
  }

  /** The answer is on the screen: now what else there is to show. */
  function settle(): void {
    device.settle()
    if (running.value) judging()
  }

  /** Another lesion, another answer. */
  function forget(): void {
    if (running.value) return
    result.value = null
    failure.value = null
  }

  return { progress, result, failure, running, cancelling, start, cancel, drawn, forget }
})
