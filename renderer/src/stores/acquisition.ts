import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AcquisitionEvent, AcquisitionPlan } from '../../../electron/contract/acquisition'
import type { Answer } from '../../../electron/contract/answer'
import type { LaserAuthorisation } from '../../../electron/contract/device'
import type { Problem } from '../../../electron/contract/errors'
import { instrument } from '../bridge/instrument'
import { toProblem } from '../bridge/toProblem'
import { useCasesStore, type RecordedSpectrum } from './cases'
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
  answer: Answer
  /** When its last frame was complete on the wire, and when its answer came here; ms since the epoch. */
  completedAt: number
  receivedAt: number
  /** Arrives after the answer. */
  spectrum: RecordedSpectrum | null
}

/** The acquisition that runs, and the answer of the last one. */
export const useAcquisitionStore = defineStore('acquisition', () => {
  const system = useSystemStore()
  const cases = useCasesStore()
  const progress = shallowRef<Progress | null>(null)
  const result = shallowRef<AcquisitionResult | null>(null)
  /** Why the last measurement came to no answer. */
  const failure = shallowRef<Problem | null>(null)
  const cancelling = ref(false)
  const running = computed(() => progress.value !== null)

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
        progress.value = {
          ...(progress.value ?? { recorded: 0, frames: 0 }),
          phase: 'judging',
          remainingMs: 0,
        }
        break
      case 'done':
        result.value = {
          acquisitionId: event.acquisitionId,
          lesionId,
          finishedAt: new Date().toISOString(),
          answer: event.answer,
          completedAt: event.completedAt,
          receivedAt: performance.timeOrigin + performance.now(),
          spectrum: null,
        }
    }
  }

  async function addSpectrum(): Promise<void> {
    const answered = result.value
    if (!answered) return
    const spectrum = await cases.spectrum(answered.acquisitionId)
    if (spectrum && result.value === answered) result.value = { ...answered, spectrum }
  }

  async function start(plan: AcquisitionPlan, authorisation: LaserAuthorisation): Promise<void> {
    if (running.value) return
    const frames = plan.accumulations + plan.darkFrames
    progress.value = { phase: 'starting', recorded: 0, frames, remainingMs: frames * plan.integrationTimeMs }
    result.value = null
    failure.value = null
    try {
      for await (const event of await instrument.acquisition.start({ plan, authorisation })) {
        take(event, authorisation.lesionId)
      }
    } catch (error) {
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
    }
    void cases.refresh()
    await addSpectrum()
  }

  async function cancel(): Promise<void> {
    cancelling.value = true
    await system.attempt(() => instrument.acquisition.cancel())
  }

  /** The chart has drawn the answer; it is on the screen with the next animation frame. */
  function drawn(acquisitionId: string): void {
    if (result.value?.acquisitionId !== acquisitionId) return
    const { completedAt, receivedAt } = result.value
    requestAnimationFrame(() => {
      performance.clearMarks('stokes:answered')
      performance.mark('stokes:answered', { detail: { acquisitionId, completedAt, receivedAt } })
    })
  }

  /** Another lesion, another answer. */
  function forget(): void {
    if (running.value) return
    result.value = null
    failure.value = null
  }

  return { progress, result, failure, running, cancelling, start, cancel, drawn, forget }
})
