import { describe, expect, it } from 'vitest'
import type { LiveFrame, LiveMessage } from '../../contract/live'
import { systemClock } from '../../shared/clock'
import { LiveService } from './liveService'

const frame = (sequence: number): Omit<LiveFrame, 'type' | 'axisId'> => ({
  sequence,
  mode: 'preview',
  laserOn: false,
  integrationTimeMs: 10,
  saturatedPixels: 0,
  raw: Float32Array.of(1, 2),
  processed: null,
  processedProblem: null,
  dropped: 0,
  completedAt: 0,
  sentAt: 0,
})

function viewer() {
  const got: LiveMessage[] = []
  return {
    got,
    send: (message: LiveMessage) => got.push(message),
    frames: () => got.filter((message) => message.type === 'frame'),
  }
}

describe('LiveService', () => {
  it('sends the axis once, before the first frame that stands on it', () => {
    const live = new LiveService(systemClock)
    const window = viewer()
    const { shown } = live.attach(window)
    live.setAxis(Float64Array.of(600, 601), Float64Array.of(600))
    live.show(frame(1))
    shown()
    live.show(frame(2))
    expect(window.got.map(({ type }) => type)).toEqual(['axis', 'frame', 'frame'])
  })

  it('drops and counts what a window cannot paint, and goes on when it can', () => {
    const live = new LiveService(systemClock)
    const window = viewer()
    const { shown } = live.attach(window)
    live.setAxis(Float64Array.of(600, 601), Float64Array.of(600))
    for (let sequence = 1; sequence <= 5; sequence += 1) live.show(frame(sequence))
    expect(live.wanted).toBe(false)
    shown()
    expect(live.wanted).toBe(true)
    live.show(frame(6))
    expect(window.frames().map(({ sequence, dropped }) => ({ sequence, dropped }))).toEqual([
      { sequence: 1, dropped: 0 },
      { sequence: 2, dropped: 0 },
      { sequence: 6, dropped: 3 },
    ])
  })

  it('forgets a window that is gone', () => {
    const live = new LiveService(systemClock)
    const window = viewer()
    live.attach(window).detach()
    live.setAxis(Float64Array.of(600), Float64Array.of(600))
    live.show(frame(1))
    expect(live.wanted).toBe(false)
    expect(window.got).toEqual([])
  })

  it('knows whether somebody sees the frames', () => {
    let now = 0
    const live = new LiveService({ ...systemClock, monotonicMs: () => now })
    live.setAxis(Float64Array.of(1, 2), Float64Array.of(1, 2))
    expect(live.isSeen(3000)).toBe(false)
    const { shown, detach } = live.attach(viewer())
    expect(live.isSeen(3000)).toBe(true)
    live.show(frame(1))
    now = 2000
    live.show(frame(2))
    now = 4000
    expect(live.isSeen(3000)).toBe(false)
    shown()
    expect(live.isSeen(3000)).toBe(true)
    detach()
    expect(live.isSeen(3000)).toBe(false)
  })
})
