import { expect, it } from 'vitest'
import { frameTimeoutMs, litFrameTimeoutMs } from './frameTimeout'

const exposing = { integrationTimeMs: 100, previousIntegrationTimeMs: 400, frames: 3 }

it('an X series may still be busy with the exposure before', () => {
  expect(frameTimeoutMs({ ...exposing, series: 'x' })).toBe(2 * 400 + 1000)
  expect(litFrameTimeoutMs({ ...exposing, series: 'x' })).toBe(2 * 400 + 1000)
})

it('an XS may have to wake up, most of all for its first frame, but not with the laser on', () => {
  expect(frameTimeoutMs({ ...exposing, series: 'xs' })).toBe(5 * (800 + 520))
  expect(frameTimeoutMs({ ...exposing, series: 'xs', frames: 0 })).toBe(5 * (800 + 520 + 10_000))
  expect(litFrameTimeoutMs({ ...exposing, series: 'xs', frames: 0 })).toBe(800 + 520)
})
