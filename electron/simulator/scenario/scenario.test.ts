import { describe, expect, it } from 'vitest'
import { FirmwareBench } from '../firmware/firmwareBench'
import type { JournalEntry } from '../firmware/journal'
import { parseScenario } from './parseScenario'
import { Timeline } from './timeline'

const scenario = (value: unknown) => parseScenario(JSON.stringify(value))

/** A firmware that lives through a scenario. */
function live(value: { events?: unknown[]; lineNoise?: unknown }) {
  const { events, lineNoise } = scenario(value)
  const journal: JournalEntry[] = []
  const bench = new FirmwareBench({
    plan: (instrument) => new Timeline(events, instrument),
    lineNoise,
    journal: (entry) => journal.push(entry),
  })
  return { bench, journal }
}

describe('parseScenario', () => {
  it.each<[unknown, string]>([
    [{ seed: -1 }, 'seed: '],
    [{ sample: 'granite' }, 'sample: sample "granite" is none of dark'],
    [{ evnets: [] }, 'evnets'],
    [{ events: [{ atSeconds: 1 }] }, 'events[0]: has none of sample, drift, disturb'],
    [{ events: [{ atSeconds: 1, sample: 'neon', unplug: true }] }, 'events[0]: has sample and unplug of'],
    [{ events: [{ sample: 'neon' }] }, 'events[0].atSeconds: '],
    [{ events: [{ atSeconds: 0, drift: { laser: 3 } }] }, 'events[0].drift.laser: 3 is not in -2 to 2'],
    [{ events: [{ atSeconds: 0, drift: { lazer: 0 } }] }, 'events[0].drift'],
    [{ events: [{ atSeconds: 0, disturb: ['rain'] }] }, 'events[0].disturb[0]: '],
    [
      { events: [{ atSeconds: 0, sample: 'neon', forSeconds: 1 }] },
      'events[0].forSeconds: goes with disturb alone',
    ],
    [{ lineNoise: { oneIn: 5, faults: { crc: 0 } } }, 'lineNoise.faults: needs a share above 0'],
  ])('refuses %j and names the field', (value, message) => {
    expect(() => scenario(value)).toThrow(RangeError)
    expect(() => scenario(value)).toThrow(message)
  })

  it('refuses what is no JSON, and names all fields at once', () => {
    expect(() => parseScenario('{')).toThrow('no JSON')
    expect(() => scenario({ seed: 0.5, pixels: 3 })).toThrow(/seed: .*; pixels: /)
  })
})

describe('a scenario', () => {
  it('happens in device time', () => {
    const { bench } = live({
      events: [
        { atSeconds: 20, sample: 'skin:II' },
        { atSeconds: 10, drift: { laser: 0.1, throughput: 0.5 }, overSeconds: 10 },
        { atSeconds: 5, disturb: ['looseFibre', 'interlockOpen'], forSeconds: 10 },
      ],
    })
    bench.pass(5_000)
    expect(bench.say('SIM:DIST?;:SIM:SAMP?')).toBe('"looseFibre","interlockOpen";"dark"')
    bench.pass(10_000)
    expect(bench.say('SIM:DIST?;:SIM:DRIF:LAS?;:SIM:DRIF:THR?')).toBe('"";0.05;0.75')
    bench.pass(5_000)
    expect(bench.say('SIM:SAMP?;:SIM:DRIF:LAS?;:SOUR:INT?')).toBe('"skin:II";0.1;1')
  })

  it('plans wire faults and pulls the cable', () => {
    const { bench } = live({
      events: [
        { atSeconds: 1, fault: 'mute', count: 2 },
        { atSeconds: 2, unplug: true },
      ],
    })
    bench.pass(1_500)
    expect([bench.say('*TST?'), bench.say('*TST?'), bench.say('*TST?')]).toEqual(['', '', '0'])
    bench.pass(1_000)
    expect(bench.unplugged).toBe(true)
  })
})

describe('line noise', () => {
  const noise = { oneIn: 4, atMost: 50, faults: { mute: 1, crc: 3, flip: 2 } }
  const run = () => {
    const { bench, journal } = live({ lineNoise: noise })
    bench.say('INT 1')
    const heard: string[] = []
    for (let i = 0; i < 150; i++) {
      bench.say('INIT')
      bench.pass(2)
      heard.push(bench.say('FETC?'))
    }
    return { heard, journal }
  }

  it('harms about as many answers as it was told to, each kind as often as it should, and no more than so many', () => {
    const { journal } = run()
    const count = (name: string) => journal.filter((entry) => 'fault' in entry && entry.fault === name).length
    expect(count('CRC') + count('MUTE') + count('FLIP')).toBeGreaterThan(20)
    expect(count('CRC') + count('MUTE') + count('FLIP')).toBeLessThanOrEqual(50)
    expect(count('CRC')).toBeGreaterThan(count('MUTE'))
  })

  it('repeats for the same seed', () => {
    expect(run()).toEqual(run())
  })
})

describe('the journal', () => {
  it('tells frames with the hash of their counts, what harmed them, heartbeats and emission', () => {
    const { bench, journal } = live({})
    bench.arm()
    bench.say('LAS:FIRE 5;:INT 1;:AVER:COUN 3;:INIT;:SIM:FAUL CRC;:SIM:FAUL DUPL')
    bench.pass(20)
    bench.say('FETC?')
    bench.say('FETC?')
    expect(journal.map(({ event }) => event)).toEqual([
      'heartbeat',
      'emission',
      'emission',
      'frame',
      'fault',
      'frame',
    ])
    const frames = journal.filter((entry) => entry.event === 'frame')
    expect(frames).toMatchObject([
      { sequence: 1, acquisition: 1, fault: 'CRC' },
      { sequence: 2, acquisition: 1, fault: null },
    ])
    expect(frames[0]!.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(journal.find(({ event }) => event === 'fault')).toMatchObject({ fault: 'DUPLicate', sequence: 1 })
  })
})
