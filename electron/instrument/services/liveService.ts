import { LIVE_CREDIT, type LiveAxis, type LiveFrame, type LiveMessage } from '../../contract/live'

/** A window that looks at live frames; it answers each with `shown`. */
export interface LiveViewer {
  send(message: LiveMessage): void
}

interface Viewing {
  credit: number
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

  /** @returns what to call when the viewer answers, and when it is gone */
  attach(viewer: LiveViewer): { shown: () => void; detach: () => void } {
    const viewing: Viewing = { credit: LIVE_CREDIT, axisId: null, dropped: 0 }
    this.viewers.set(viewer, viewing)
    return {
      shown: () => {
        viewing.credit = Math.min(LIVE_CREDIT, viewing.credit + 1)
      },
      detach: () => this.viewers.delete(viewer),
    }
  }

  /** Whether a frame that is ready now would be seen by anybody: preprocessing it is in vain otherwise. */
  get wanted(): boolean {
    return [...this.viewers.values()].some(({ credit }) => credit > 0)
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
      if (viewing.credit === 0) {
        viewing.dropped += 1
        continue
      }
      if (viewing.axisId !== axis.axisId) {
        viewer.send(axis)
        viewing.axisId = axis.axisId
      }
      viewing.credit -= 1
      viewer.send({
        ...frame,
        type: 'frame',
        axisId: axis.axisId,
        dropped: frame.dropped + viewing.dropped,
      })
    }
  }
}
