import { defineStore } from 'pinia'
import { markRaw, shallowRef } from 'vue'
import type { LiveAxis, LiveFrame, LiveMessage, LiveShown } from '../../../electron/contract/live'
import { onPort } from '../bridge/ports'

/**
 * The newest live frame, painted at most once per animation frame. Every frame is answered with `shown`: when the
 * chart has painted it, or when a later one overtook it. That is the back-pressure of the instrument process.
 */
export const useLiveStore = defineStore('live', () => {
  const axis = shallowRef<LiveAxis | null>(null)
  const frame = shallowRef<LiveFrame | null>(null)
  let port: MessagePort | null = null
  /** Arrived, not painted yet. */
  let newest: LiveFrame | null = null
  let unanswered: number[] = []
  let charts = 0

  function answerUpTo(sequence: number): void {
    const end = unanswered.indexOf(sequence) + 1
    for (const shown of unanswered.slice(0, end)) {
      port?.postMessage({ type: 'shown', sequence: shown } satisfies LiveShown)
    }
    unanswered = unanswered.slice(end)
  }

  function paint(): void {
    if (!newest) return
    const { sequence } = newest
    frame.value = newest
    newest = null
    if (charts === 0) answerUpTo(sequence)
  }

  function receive(message: LiveMessage): void {
    if (message.type === 'axis') {
      axis.value = markRaw(message)
      return
    }
    unanswered.push(message.sequence)
    if (!newest) requestAnimationFrame(paint)
    newest = markRaw(message)
  }

  /** The chart has drawn the frame; it is on the screen with the next animation frame. */
  function drawn({ sequence, completedAt }: LiveFrame): void {
    requestAnimationFrame(() => {
      performance.clearMarks('stokes:shown')
      performance.mark('stokes:shown', { detail: { sequence, completedAt } })
      answerUpTo(sequence)
    })
  }

  /** The chart shows something else: nothing waits for it. */
  function skip(): void {
    const last = unanswered.at(-1)
    if (last !== undefined) answerUpTo(last)
  }

  /** A chart begins to show the frames; call what it returns when it ends. */
  function attachChart(): () => void {
    charts++
    return () => {
      charts--
      if (charts === 0) skip()
    }
  }

  onPort('live', (next) => {
    port = next
    newest = null
    unanswered = []
    axis.value = null
    frame.value = null
    next.addEventListener('message', (event: MessageEvent<LiveMessage>) => {
      receive(event.data)
    })
  })

  return { axis, frame, drawn, skip, attachChart }
})
