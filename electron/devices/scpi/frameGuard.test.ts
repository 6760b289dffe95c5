import { beforeEach, describe, expect, it } from 'vitest'
import type { DecodedFrame } from '../protocol/decodeFrame'
import { decodeFrame } from '../protocol/decodeFrame'
import { goldenFrame } from '../protocol/goldenFrame'
import { FrameGuard, type ExpectedFrames } from './frameGuard'

const golden = decodeFrame(goldenFrame)
const EXPECTED: ExpectedFrames = { integrationTimeMs: 100, count: 3, laser: true, shutterOpen: true }

/** The frame number `index` of an acquisition whose first is `first`. */
function frame(index: number, changes: Partial<DecodedFrame> = {}, first = 10): DecodedFrame {
  return { ...golden, sequence: first + index, accumulation: index, ...changes }
}

describe('FrameGuard', () => {
  let guard: FrameGuard
  beforeEach(() => {
    guard = new FrameGuard(3, true)
    guard.begin(EXPECTED)
    guard.check(frame(0))
  })

  const refuses = (changes: Partial<DecodedFrame>, code: string, message: string | RegExp) => {
    let problem: unknown
    try {
      guard.check(frame(1, changes))
    } catch (error) {
      problem = error
    }
    expect(problem).toMatchObject({ code, message: expect.stringMatching(message) as unknown })
  }

  it('passes the frames of an acquisition, and those of the next', () => {
    guard.check(frame(1))
    guard.check(frame(2))
    guard.begin(EXPECTED)
    guard.check(frame(0, { acquisition: 3 }, 13))
  })

  it('passes a sequence number that wraps', () => {
    const fresh = new FrameGuard(3)
    fresh.begin(EXPECTED)
    fresh.check(frame(0, {}, 2 ** 32 - 1))
    fresh.check(frame(1, { sequence: 0 }))
  })

  it('refuses a number that came before', () => {
    refuses({ sequence: 10 }, 'device.framesLost', /Frame 10 .* number 10 had come before it/)
    refuses({ sequence: 4 }, 'device.framesLost', /number 10 had come before it/)
  })

  it('refuses a number that was left out', () => {
    refuses({ sequence: 13 }, 'device.framesLost', /after number 10, 2 more were due before it/)
  })

  it('refuses what belongs elsewhere', () => {
    refuses({ accumulation: 2 }, 'device.framesLost', /it is number 3 of 3, where 2 of 3 was due/)
    refuses({ accumulations: 4 }, 'device.framesLost', /number 2 of 4/)
    refuses({ acquisition: 3 }, 'device.framesLost', /acquisition 3/)
    refuses({ dropped: 1, sequence: 12 }, 'device.framesLost', /dropped 1/)
    refuses({ counts: new Float64Array(4) }, 'device.garbled', /4 pixels, the instrument 3/)
    refuses({ integrationTimeMicroseconds: 120_000 }, 'device.garbled', /120 ms, not 100 ms/)
    refuses({ simulated: false }, 'acquisition.originMismatch', /not simulated/)
  })

  it('refuses light that was not asked for, and its absence', () => {
    refuses({ laser: 'partial', emissionMs: 40 }, 'laser.noEmission', /40 ms of its 100 ms/)
    refuses({ laser: 'off', emissionMs: 0 }, 'laser.noEmission', /0 ms of its 100 ms/)
    refuses({ shutterOpen: false }, 'device.wrongState', /shutter was closed/)
    guard.begin({ ...EXPECTED, laser: false })
    expect(() => {
      guard.check(frame(0, { acquisition: 3, laser: 'partial' }, 14))
    }).toThrow(expect.objectContaining({ code: 'laser.stillEmitting' }))
  })

  it('wants no frame left out between acquisitions that came to their end', () => {
    guard.check(frame(1))
    guard.check(frame(2))
    guard.begin(EXPECTED)
    expect(() => {
      guard.check(frame(0, { acquisition: 3 }, 14))
    }).toThrow(/1 more were due before it/)
  })

  it('knows that exposures are dropped when an acquisition is ended early', () => {
    guard.begin(EXPECTED)
    guard.check(frame(0, { acquisition: 3 }, 14))
  })

  it('counts the frames that a preview drops', () => {
    const preview = { accumulation: 0, accumulations: 0, acquisition: 3 }
    guard.begin({ ...EXPECTED, count: null })
    expect(guard.check(frame(0, { ...preview, sequence: 20 }))).toBe(0)
    expect(guard.check(frame(0, { ...preview, sequence: 24 }))).toBe(3)
    expect(guard.check(frame(0, { ...preview, sequence: 25, dropped: 3 }))).toBe(3)
    expect(() => guard.check(frame(0, { ...preview, sequence: 25, dropped: 3 }))).toThrow(
      /had come before it/,
    )
  })
})
