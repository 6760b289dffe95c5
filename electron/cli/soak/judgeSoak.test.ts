import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '../../simulator/firmware/journal'
import { judgeSoak, type Attempt, type RecordedFrame } from './judgeSoak'
import { laserUnattendedMs } from './laserUnattended'

type FrameEntry = Extract<JournalEntry, { event: 'frame' }>

const frame = (sequence: number, changes: Partial<FrameEntry> = {}): FrameEntry => ({
  event: 'frame',
  atUs: sequence * 1000,
  sequence,
  acquisition: 1,
  sha256: `hash ${sequence}`,
  fault: null,
  ...changes,
})
const stored = (sequence: number, sha256 = `hash ${sequence}`): RecordedFrame => ({ sequence, sha256 })

/** A journal of one measurement of three frames, and what became of it. */
function judge(sent: JournalEntry[], recorded: RecordedFrame[], changes: Partial<Attempt> = {}) {
  const attempt = {
    from: 0,
    to: sent.length,
    planned: 3,
    failure: recorded.length === 3 ? null : 'refused',
    acknowledged: recorded,
    recorded,
    ...changes,
  }
  return judgeSoak(sent, [attempt])
}

describe('judgeSoak', () => {
  const three = [frame(1), frame(2), frame(3)]
  const all = [stored(1), stored(2), stored(3)]

  it('finds nothing wrong with what went well', () => {
    expect(judge(three, all)).toEqual({
      framesSent: 3,
      framesRecorded: 3,
      framesLost: 0,
      acceptedWrongly: 0,
      rejectedWrongly: 0,
      laserUnattendedMs: 0,
      faults: 0,
      faultsByKind: {},
      measurements: 1,
      succeeded: 1,
      rejections: [],
    })
  })

  it.each<[string, JournalEntry[], RecordedFrame[]]>([
    ['was harmed', [frame(1), frame(2, { fault: 'CRC' }), frame(3)], all],
    ['has other counts', three, [stored(1), stored(2, 'hash 7'), stored(3)]],
    ['never went out', three, [stored(1), stored(2), stored(9)]],
    ['is there twice', three, [stored(1), stored(2), stored(2)]],
  ])('a recorded frame that %s was accepted wrongly', (_, sent, recorded) => {
    expect(judge(sent, recorded)).toMatchObject({ acceptedWrongly: 1 })
  })

  it('a frame that was acknowledged, or due in a complete measurement, and is not there, is lost', () => {
    expect(judge(three, all.slice(0, 2), { acknowledged: all })).toMatchObject({ framesLost: 1 })
    expect(judge(three, all.slice(0, 2), { failure: null })).toMatchObject({ framesLost: 1 })
    expect(judge(three, all.slice(0, 2))).toMatchObject({ framesLost: 0 })
  })

  it('a frame that is refused without a fault anywhere was rejected wrongly', () => {
    const mute: JournalEntry = { event: 'fault', atUs: 500, fault: 'MUTE', sequence: null }
    const stall: JournalEntry = { event: 'fault', atUs: 500, fault: 'STALl', sequence: null }
    expect(judge(three, all.slice(0, 1))).toMatchObject({ rejectedWrongly: 2 })
    expect(judge([], [])).toMatchObject({ rejectedWrongly: 1, rejections: ['refused'] })
    expect(judge([mute, ...three], all.slice(0, 1))).toMatchObject({ rejectedWrongly: 0 })
    // Before the measurement: forgotten, unless it holds up what comes after it.
    expect(judge([mute, ...three], all.slice(0, 1), { from: 1 })).toMatchObject({ rejectedWrongly: 2 })
    expect(judge([stall, ...three], all.slice(0, 1), { from: 1 })).toMatchObject({ rejectedWrongly: 0 })
  })

  it('counts faults by their kind', () => {
    const sent = [frame(1, { fault: 'CRC' }), frame(2, { fault: 'SKIP' }), frame(3, { fault: 'CRC' })]
    expect(judge(sent, [])).toMatchObject({ faults: 3, faultsByKind: { CRC: 2, SKIP: 1 } })
  })
})

describe('laserUnattendedMs', () => {
  const beat = (ms: number): JournalEntry => ({ event: 'heartbeat', atUs: ms * 1000, number: ms + 1 })
  const on = (ms: number): JournalEntry => ({
    event: 'emission',
    onUs: ms * 1000,
    offUs: null,
    milliwatts: 1,
    reason: 'firing',
  })
  const off = (onMs: number, offMs: number): JournalEntry => ({
    event: 'emission',
    onUs: onMs * 1000,
    offUs: offMs * 1000,
    milliwatts: 1,
    reason: 'watchdog',
  })

  it.each<[string, JournalEntry[], number]>([
    ['nothing', [], 0],
    ['emission to the end of patience', [beat(0), on(100), off(100, 1000)], 0],
    ['emission that a heartbeat keeps alive', [beat(0), on(100), beat(900), off(100, 1800)], 0],
    ['emission beyond patience', [beat(0), on(100), off(100, 1250)], 250],
    ['a heartbeat that comes too late', [beat(0), on(100), beat(1400), off(100, 1500)], 400],
    ['emission without any heartbeat', [on(100), off(100, 150)], 50],
    ['emission that lasts when the journal ends', [beat(0), on(100), beat(1300)], 300],
    ['two intervals', [beat(0), on(0), off(0, 1100), on(1200), off(1200, 1300)], 200],
  ])('%s', (_, journal, expected) => {
    expect(laserUnattendedMs(journal)).toBeCloseTo(expected, 6)
  })
})
