import { LIVE_CREDIT, type LiveAxis, type LiveFrame, type LiveMessage } from '../../contract/live'
import type { Clock } from '../../shared/clock'

/** A window that looks at live frames; it answers each with `shown`. */
export interface LiveViewer {
  send(message: LiveMessage): void
}

interface Viewing {
  /** When each frame was sent that was not answered yet, ms. */
  unanswered: number[]
  axisId: number | null
  dropped: number
}

/**
 * Sends live frames to whoever looks, no more than each can paint. A frame that finds no credit is dropped for this viewer
 * and counted in those that follow. Nothing is queued: what a person sees is never old.
 */
export class LiveService {
  private readonly viewers = new Map<LiveViewer, Viewing>()
  private axis: LiveAxis | null = null

  constructor(private readonly clock: Clock) {}

  /** @returns what to call when the viewer answers, and when it is gone */
  attach(viewer: LiveViewer): { shown: () => void; detach: () => void } {
    const viewing: Viewing = { unanswered: [], axisId: null, dropped: 0 }
    this.viewers.set(viewer, viewing)
    return {
      shown: () => {
        viewing.unanswered.shift()
      },
      detach: () => this.viewers.delete(viewer),
    }
  }

  /** Whether a frame that is ready now would be seen by anybody: preprocessing it is in vain otherwise. */
  get wanted(): boolean {
    return [...this.viewers.values()].some(({ unanswered }) => unanswered.length < LIVE_CREDIT)
  }

  /** Whether there is somebody who answered every frame that was sent more than `withinMs` ago. */
  isSeen(withinMs: number): boolean {
    const since = this.clock.monotonicMs() - withinMs
    return [...this.viewers.values()].some(({ unanswered }) => (unanswered[0] ?? Infinity) > since)
  }

  /** A frame that was not even preprocessed, because nobody could have seen it. */
  skip(): void {
    for (const viewing of this.viewers.values()) viewing.dropped += 1
  }

  setAxis(wavenumbers: Float64Array, grid: Float64Array): void {
    this.axis = { type: 'axis', axisId: (this.axis?.axisId ?? 0) + 1, wavenumbers, grid }
  }

  show(frame: Omit<LiveFrame, 'type' | 'axisId'>): void {
    const { axis } = this
    if (!axis) return
    for (const [viewer, viewing] of this.viewers) {
      if (viewing.unanswered.length === LIVE_CREDIT) {
        viewing.dropped += 1
        continue
      }
      if (viewing.axisId !== axis.axisId) {
        viewer.send(axis)
        viewing.axisId = axis.axisId
      }
      viewing.unanswered.push(this.clock.monotonicMs())
      viewer.send({
        ...frame,
        type: 'frame',
        axisId: axis.axisId,
        dropped: frame.dropped + viewing.dropped,
      })
    }
  }
}
