import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FirmwareBench } from './firmwareBench'

function firing({ ms = 500, heartbeat = 1 } = {}): FirmwareBench {
  const bench = new FirmwareBench()
  bench.arm(heartbeat)
  bench.say(`LAS:FIRE ${ms}`)
  expect(bench.say('LAS:STAT?;:LAS:EMIS?')).toBe('FIRING;1')
  bench.say('*CLS')
  return bench
}

describe('arming', () => {
  it('needs a heartbeat', () => {
    const bench = new FirmwareBench()
    expect(bench.say('LAS:ARM ON;:LAS:STAT?;:SYST:ERR?')).toBe('DISARMED;103,"No heartbeat"')
  })

  it('needs one of the last 1 000 ms', () => {
    const bench = new FirmwareBench()
    bench.say('SYST:HEAR 1')
    bench.pass(1000)
    expect(bench.say('LAS:ARM 1;:LAS:ARM?;:SYST:ERR?')).toBe('0;103,"No heartbeat"')
  })

  it('needs a closed interlock', () => {
    const bench = new FirmwareBench()
    expect(bench.say('SIM:INT OPEN;:SYST:HEAR 1;:LAS:ARM ON;:SYST:ERR?;:SOUR:INT?')).toBe(
      '101,"Interlock open";0',
    )
  })

  it('emits nothing', () => {
    const bench = new FirmwareBench()
    bench.arm()
    expect(bench.say('LAS:ARM?;:LAS:STAT?;:LAS:EMIS?;:LAS:POW:MEAS?;:LAS:FIRE?')).toBe('1;ARMED;0;0;0')
  })
})

describe('firing', () => {
  it('needs ARMED', () => {
    const bench = new FirmwareBench()
    expect(bench.say('SOUR:SHUT OPEN;:LAS:FIRE 10;:SYST:ERR?')).toBe('102,"Laser not armed"')
  })

  it('needs an open shutter', () => {
    const bench = new FirmwareBench()
    bench.arm()
    expect(bench.say('SOUR:SHUT CLOS;:LAS:FIRE 10;:SYST:ERR?')).toBe('104,"Shutter closed"')
  })

  it('names an open interlock before all else', () => {
    const bench = new FirmwareBench()
    bench.arm()
    expect(bench.say('SIM:INT OPEN;:LAS:FIRE 10;:SYST:ERR?')).toBe('101,"Interlock open"')
  })

  it.each(['0', '0.5', '120001', '1e99', '-1'])('refuses %s ms', (ms) => {
    const bench = new FirmwareBench()
    bench.arm()
    expect(bench.say(`LAS:FIRE ${ms};:SYST:ERR?;:LAS:EMIS?`)).toMatch(
      /^-222,"Data out of range;emission .* ms is not in 1\.\.120000";0$/,
    )
  })

  it('emits the set power and says how long', () => {
    const bench = new FirmwareBench()
    bench.arm()
    bench.say('LAS:POW 12.5;:LAS:FIRE 500')
    bench.pass(100)
    expect(bench.say('LAS:POW:MEAS?;:LAS:FIRE?;:LAS:FIRE? MAX')).toBe('12.5;400;120000')
  })

  it('ends exactly when its time has passed, and stays armed', () => {
    const bench = firing({ ms: 500 })
    bench.pass(499.999)
    expect(bench.say('LAS:EMIS?')).toBe('1')
    bench.pass(300)
    expect(bench.say('LAS:EMIS?;:LAS:STAT?')).toBe('0;ARMED')
    expect(bench.emission.at(-1)).toEqual({ onUs: 0, offUs: 500_000, milliwatts: 30, reason: 'duration' })
  })

  it('has a new end when it is repeated, in the same interval of the log', () => {
    const bench = firing({ ms: 300 })
    bench.pass(200)
    bench.say('LAS:FIRE 300')
    bench.pass(299)
    expect(bench.say('LAS:EMIS?')).toBe('1')
    bench.pass(1)
    expect(bench.say('LAS:EMIS?;:LAS:LOG?')).toBe('0;#2210,500000,30,duration\n')
  })

  it('keeps its power', () => {
    const bench = firing()
    expect(bench.say('LAS:POW 5;:SYST:ERR?;:LAS:POW?')).toBe('-221,"Settings conflict;the laser fires";30')
  })
})

describe('every way out of FIRING', () => {
  it.each([
    ['abort', 'ABOR', 'ARMED'],
    ['command', 'LAS:ARM OFF', 'DISARMED'],
    ['alloff', 'SYST:ALL', 'DISARMED'],
    ['alloff', 'SYST:HEAR:RES', 'DISARMED'],
    ['reset', '*RST', 'DISARMED'],
    ['shutter', 'SOUR:SHUT CLOS', 'ARMED'],
    ['interlock', 'SIM:INT OPEN', 'DISARMED'],
  ])('%s by %s', (reason, message, state) => {
    const bench = firing()
    bench.pass(123)
    bench.say(message)
    expect(bench.say('LAS:EMIS?;:LAS:STAT?;:LAS:POW:MEAS?;:SYST:ERR?')).toBe(`0;${state};0;0,"No error"`)
    expect(bench.emission).toEqual([
      { onUs: 0, offUs: null, milliwatts: 30, reason: 'firing' },
      { onUs: 0, offUs: 123_000, milliwatts: 30, reason },
    ])
  })

  it('watchdog, 1 000 ms after the last valid heartbeat', () => {
    const bench = firing({ ms: 60_000 })
    bench.pass(400)
    bench.say('SYST:HEAR 2')
    bench.pass(500)
    expect(bench.say('SYST:HEAR 2;:SYST:ERR?')).toBe('-222,"Data out of range;heartbeat 2 is not above 2"')
    expect(bench.say('SYST:WATC?')).toBe('1000,500,0')
    bench.pass(5000)
    expect(bench.emission.at(-1)).toMatchObject({ offUs: 1_400_000, reason: 'watchdog' })
    expect(bench.say('LAS:STAT?;:SYST:WATC?;:SYST:ERR?;:STAT:QUES:COND?')).toBe(
      'DISARMED;1000,0,1;105,"Watchdog tripped";512',
    )
    expect(bench.say('SYST:HEAR 3;:STAT:QUES:COND?')).toBe('0')
  })

  it('watchdog, and not the time given, when both are over at once', () => {
    const bench = firing({ ms: 1000 })
    bench.pass(1000)
    expect(bench.say('LAS:STAT?')).toBe('DISARMED')
    expect(bench.emission.at(-1)!.reason).toBe('watchdog')
  })

  it('hang-up', () => {
    const bench = firing()
    bench.nowMs += 77
    bench.firmware.hangUp(bench.nowMs * 1000)
    expect(bench.emission.at(-1)).toMatchObject({ offUs: 77_000, reason: 'hangup' })
    expect(bench.say('LAS:STAT?;:SOUR:SHUT?')).toBe('DISARMED;CLOSED')
  })

  it('power', () => {
    const bench = firing()
    bench.firmware.shutDown(88_000)
    expect(bench.emission.at(-1)).toMatchObject({ offUs: 88_000, reason: 'power' })
  })
})

describe('the watchdog', () => {
  it('disarms a laser that does not emit, without an error', () => {
    const bench = new FirmwareBench()
    bench.arm()
    bench.pass(1000)
    expect(bench.say('LAS:STAT?;:SYST:WATC?;:SYST:ERR?')).toBe('DISARMED;1000,0,0;0,"No error"')
  })

  it('begins anew with HEARtbeat:RESet', () => {
    const bench = new FirmwareBench()
    bench.say('SYST:HEAR 900')
    expect(bench.say('SYST:HEAR?;:SYST:HEAR:RES;:SYST:HEAR?;:SYST:WATC?')).toBe('900;0;1000,0,0')
    expect(bench.say('SYST:HEAR 1;:SYST:HEAR?;:SYST:WATC?')).toBe('1;1000,1000,0')
  })

  it('keeps its count over *RST', () => {
    const bench = new FirmwareBench()
    expect(bench.say('SYST:HEAR 5;*RST;:SYST:HEAR?')).toBe('5')
  })

  it.each(['0', '4294967296', '-1', '"1"'])('does not take %s', (beat) => {
    const bench = new FirmwareBench()
    expect(bench.say(`SYST:HEAR ${beat};:SYST:HEAR?`)).toBe('0')
  })
})

describe('all off', () => {
  it('can be sent in any state, any number of times', () => {
    const bench = firing()
    for (let i = 0; i < 5; i++) bench.say('SYST:ALL')
    expect(bench.say('LAS:EMIS?;:LAS:STAT?;:SOUR:SHUT?;:STAT:OPER:COND?;:SYST:ERR?')).toBe(
      '0;DISARMED;CLOSED;0;0,"No error"',
    )
    expect(bench.emission.filter(({ offUs }) => offUs !== null)).toHaveLength(1)
  })
})

describe('the log', () => {
  it('is empty at first, and shows what lasts', () => {
    const bench = new FirmwareBench()
    expect(bench.say('LAS:LOG?')).toBe('#10')
    bench.pass(10)
    bench.arm()
    bench.say('LAS:FIRE 100')
    expect(bench.say('LAS:LOG?')).toBe('#21710000,,30,firing\n')
  })
})

describe('whatever the host does', () => {
  const helpful = ['LAS:ARM ON', 'LAS:FIRE 400', 'LAS:FIRE 5000', 'SIM:INT CLOS;:SOUR:SHUT OPEN', 'beat']
  const contrary = [
    'LAS:ARM OFF',
    'SOUR:SHUT CLOS',
    'SYST:ALL',
    '*RST',
    'ABOR',
    'SIM:INT OPEN',
    'SYST:HEAR:RES',
    'SYST:HEAR 1',
    'LAS:POW 50',
    'INIT',
    'INIT:CONT ON',
    'hang up',
  ]
  const step = fc.record({
    action: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...helpful) }, fc.constantFrom(...contrary)),
    passMs: fc.constantFrom(0, 0, 50, 100, 400, 950),
  })

  interface Seen {
    armed: boolean
    emitting: boolean
    shutterOpen: boolean
    interlockClosed: boolean
  }

  function look(bench: FirmwareBench): Seen {
    const [condition, interlock] = bench.say('STAT:OPER:COND?;:SOUR:INT?').split(';').map(Number)
    const bit = (n: number) => (condition! & (1 << n)) !== 0
    return { armed: bit(8), emitting: bit(9), shutterOpen: bit(10), interlockClosed: interlock === 1 }
  }

  it('emits only with ARMED before, interlock closed, shutter open and a heartbeat within 1 000 ms', () => {
    let emissions = 0
    const property = fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
      const bench = new FirmwareBench()
      let beat = 0
      let lastBeatMs = -Infinity
      let emissionEndsMs = -Infinity
      for (const { action, passMs } of steps) {
        const before = look(bench)
        if (action === 'hang up') bench.firmware.hangUp(bench.nowMs * 1000)
        else if (action === 'beat') bench.say(`SYST:HEAR ${++beat}`)
        else bench.say(action)
        if (action === 'beat') lastBeatMs = bench.nowMs
        if (action === 'SYST:HEAR:RES') beat = 0
        if (action === 'SYST:HEAR 1' && beat === 0) [beat, lastBeatMs] = [1, bench.nowMs]
        if (action.startsWith('LAS:FIRE')) emissionEndsMs = bench.nowMs + Number(action.slice(9))

        if (!before.emitting && look(bench).emitting) {
          emissions++
          expect(before.armed).toBe(true)
          expect(action).toMatch(/^LAS:FIRE/)
        }
        for (let passed = 0; passed <= passMs; passed += 50) {
          if (passed > 0) bench.pass(50)
          const seen = look(bench)
          if (seen.emitting) {
            expect(seen).toEqual({ armed: true, emitting: true, shutterOpen: true, interlockClosed: true })
            expect(bench.nowMs - lastBeatMs).toBeLessThan(1000)
            expect(bench.nowMs).toBeLessThan(emissionEndsMs)
          }
        }
      }
      const begun = bench.emission.filter(({ offUs }) => offUs === null).length
      expect(bench.emission.length - begun).toBe(look(bench).emitting ? begun - 1 : begun)
    })
    fc.assert(property, { numRuns: 300 })
    expect(emissions).toBeGreaterThan(100)
  })
})
