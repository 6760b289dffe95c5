import { defineStore } from 'pinia'
import { markRaw, shallowRef } from 'vue'
import type { LiveAxis, LiveFrame, LiveMessage, LiveShown } from '../../../electron/contract/live'
import { onPort } from '../bridge/ports'

/** Draws what the store holds now. */
type Draw = () => void

/** A frame as it comes here, and when it did, ms since the epoch. */
type ReceivedFrame = LiveFrame & { receivedAt: number }

const now = () => performance.timeOrigin + performance.now()

/**
 * The newest live frame, drawn as soon as it comes, at most once per animation frame. Every frame is answered with
 * `shown`: when the chart has painted it, or when a later one overtook it. That is the back-pressure of the instrument
 * process.
 */
export const useLiveStore = defineStore('live', () => {
  const axis = shallowRef<LiveAxis | null>(null)
  const frame = shallowRef<ReceivedFrame | null>(null)
  const charts = new Set<Draw>()
  let port: MessagePort | null = null
  /** Arrived while another one waits for its animation frame. */
  let newest: ReceivedFrame | null = null
  /** The chart has drawn it; the next animation frame has it on the screen. */
  let finished: (ReceivedFrame & { drawnAt: number }) | null = null
  let unanswered: number[] = []
  let frameAsked = false

  function answerUpTo(sequence: number): void {
    const end = unanswered.indexOf(sequence) + 1
    for (const shown of unanswered.slice(0, end)) {
      port?.postMessage({ type: 'shown', sequence: shown } satisfies LiveShown)
    }
    unanswered = unanswered.slice(end)
  }

  function askForFrame(): void {
    if (frameAsked) return
    frameAsked = true
    requestAnimationFrame(() => {
      frameAsked = false
      painted()
      // No chart that it waits for; but only a window that paints may say that it was seen.
      if (charts.size === 0 && frame.value) answerUpTo(frame.value.sequence)
      show()
    })
  }

  function painted(): void {
    if (!finished) return
    const { sequence, completedAt, sentAt, receivedAt, drawnAt } = finished
    finished = null
    performance.clearMarks('stokes:shown')
    performance.mark('stokes:shown', { detail: { sequence, completedAt, sentAt, receivedAt, drawnAt } })
    answerUpTo(sequence)
  }

  /** The animation frame is asked for first: it comes on its way while the chart draws. */
  function show(): void {
    if (!newest) return
    askForFrame()
    frame.value = newest
    newest = null
    for (const draw of charts) draw()
  }

  function receive(message: LiveMessage): void {
    if (message.type === 'axis') {
      axis.value = markRaw(message)
      return
    }
    unanswered.push(message.sequence)
    newest = markRaw({ ...message, receivedAt: now() })
    if (!frameAsked) show()
  }

  /** The chart has drawn this frame. */
  function drawn(sequence: number): void {
    if (frame.value?.sequence !== sequence) return
    finished = { ...frame.value, drawnAt: now() }
    askForFrame()
  }

  /** The chart shows something else: nothing waits for it. */
  function skip(): void {
    const last = unanswered.at(-1)
    if (last !== undefined) answerUpTo(last)
  }

  /** A chart begins to show the frames: `draw` is called for each. Call what this returns when it ends. */
  function attachChart(draw: Draw): () => void {
    charts.add(draw)
    return () => {
      charts.delete(draw)
      if (charts.size === 0) skip()
    }
  }

  onPort('live', (next) => {
    port = next
    newest = null
    finished = null
    unanswered = []
    axis.value = null
    frame.value = null
    next.addEventListener('message', (event: MessageEvent<LiveMessage>) => {
      receive(event.data)
    })
  })

  return { axis, frame, drawn, skip, attachChart }
})
