import { describe, expect, it } from 'vitest'
import { FirmwareBench } from './firmwareBench'

/** Reads a block of one frame; the reader is the test's own. */
function frame(answer: string) {
  const bytes = Buffer.from(answer, 'latin1')
  const digits = Number(String.fromCharCode(bytes[1]!))
  const payload = bytes.subarray(2 + digits, 2 + digits + Number(bytes.toString('latin1', 2, 2 + digits)))
  expect(payload).toHaveLength(64 + 4 * 2 + 4)
  return {
    sequence: payload.readUInt32LE(8),
    acquisition: payload.readUInt32LE(12),
    startUs: Number(payload.readBigUInt64LE(16)),
    integrationUs: payload.readUInt32LE(24),
    index: payload.readUInt16LE(28),
    accumulations: payload.readUInt16LE(30),
    power: payload.readFloatLE(32),
    emissionMs: payload.readFloatLE(36),
    saturated: payload.readUInt32LE(48),
    flags: payload.readUInt32LE(52),
    dropped: payload.readUInt32LE(56),
  }
}

const error = 'SYST:ERR?'

describe('an acquisition', () => {
  it('takes the time of its exposures and counts', () => {
    const bench = new FirmwareBench()
    bench.say('INT 20;:AVER:COUN 3;:INIT')
    expect(bench.say('FETC?')).toBe('#10')
    bench.pass(19)
    expect(bench.say('DATA:POIN?')).toBe('0')
    bench.pass(1)
    expect(bench.say('DATA:POIN?')).toBe('1')
    bench.pass(40)
    expect(bench.say('DATA:POIN?;:STAT:OPER:COND?')).toBe('3;32')
    const frames = [1, 2, 3].map(() => frame(bench.say('FETC?')))
    expect(frames).toMatchObject([
      {
        sequence: 1,
        acquisition: 1,
        startUs: 0,
        integrationUs: 20_000,
        index: 0,
        accumulations: 3,
        flags: 0x18,
      },
      { sequence: 2, acquisition: 1, startUs: 20_000, index: 1 },
      { sequence: 3, acquisition: 1, startUs: 40_000, index: 2, dropped: 0 },
    ])
    expect(bench.say('FETC?')).toBe('#10')
  })

  it('is ignored while one runs', () => {
    const bench = new FirmwareBench()
    expect(bench.say(`INIT;INIT;${error};:READ?;${error};:INIT:CONT ON;${error}`)).toBe(
      Array(3).fill('-213,"Init ignored;an acquisition runs"').join(';').replace(';-213', ';#10;-213'),
    )
  })

  it('keeps its integration time', () => {
    const bench = new FirmwareBench()
    expect(bench.say(`INIT;:INT 5;${error};:INT?`)).toBe('-221,"Settings conflict;an acquisition runs";100')
  })

  it('was never started: FETCh? answers the empty block and an error', () => {
    const bench = new FirmwareBench()
    expect(bench.say(`FETC?;${error}`)).toBe('#10;-230,"Data corrupt or stale;no acquisition was started"')
    expect(bench.say(`FETC? 120001;${error}`)).toBe(
      '#10;-222,"Data out of range;wait 120001 ms is not in 0..120000"',
    )
  })

  it('drops what was not fetched when the next begins', () => {
    const bench = new FirmwareBench()
    bench.say('INT 1;:INIT')
    bench.pass(1)
    bench.say('INIT')
    expect(bench.say('DATA:POIN?')).toBe('0')
    bench.pass(1)
    expect(frame(bench.say('FETC?'))).toMatchObject({ sequence: 2, acquisition: 2 })
  })

  it('ends with ABORt, frames and all', () => {
    const bench = new FirmwareBench()
    bench.say('INT 10;:AVER:COUN 100;:INIT')
    bench.pass(25)
    expect(bench.say('ABOR;:DATA:POIN?;:STAT:OPER:COND?;:FETC?')).toBe('0;0;#10')
  })

  it('ends with ALLoff, which keeps the frames', () => {
    const bench = new FirmwareBench()
    bench.say('INT 10;:AVER:COUN 100;:INIT')
    bench.pass(25)
    expect(bench.say('SYST:ALL;:DATA:POIN?;:STAT:OPER:COND?')).toBe('2;32')
    expect(bench.pass(100)).toBe('')
    expect(bench.say('DATA:POIN?')).toBe('2')
  })

  it('never loses a frame: with 64 waiting the next exposure waits', () => {
    const bench = new FirmwareBench()
    bench.say('INT 5;:AVER:COUN 100;:INIT')
    bench.pass(2000)
    expect(bench.say('DATA:POIN?')).toBe('64')
    for (let i = 1; i <= 64; i++) {
      expect(frame(bench.say('FETC?'))).toMatchObject({ sequence: i, startUs: (i - 1) * 5000, dropped: 0 })
      bench.pass(0)
    }
    expect(frame(bench.say('FETC? 10') || bench.pass(10))).toMatchObject({ sequence: 65, startUs: 2_000_000 })
    bench.pass(1000)
    expect(bench.say('DATA:POIN?;*OPC?')).toBe('35;1')
  })

  it('that is continuous drops the oldest and counts', () => {
    const bench = new FirmwareBench()
    bench.say('INT 5;:INIT:CONT ON')
    bench.pass(5 * 70)
    expect(bench.say('INIT:CONT?;:DATA:POIN?;:STAT:QUES:COND?')).toBe('1;64;16')
    expect(frame(bench.say('FETC?'))).toMatchObject({ sequence: 7, dropped: 0, index: 0, accumulations: 0 })
    const last = Array.from({ length: 63 }, () => frame(bench.say('FETC?'))).at(-1)
    expect(last).toMatchObject({ sequence: 70, dropped: 6 })
    expect(bench.say('INIT:CONT OFF;CONT?;:INIT:CONT?;:STAT:OPER:COND?')).toBe('0;0')
  })

  it('reads the detector out in 5 ms, however short the exposure', () => {
    const bench = new FirmwareBench()
    bench.say('INT 1;:AVER:COUN 3;:INIT')
    bench.pass(11)
    expect(bench.say('DATA:POIN?')).toBe('3')
    expect([1, 2, 3].map(() => frame(bench.say('FETC?')).startUs)).toEqual([0, 5000, 10_000])
  })

  it('is put off, not piled up, when the computer is too slow', () => {
    const bench = new FirmwareBench({ maximumLagUs: 50_000 })
    bench.say('INT 10;:INIT:CONT ON')
    bench.pass(1000)
    expect(bench.say('DATA:POIN?')).toBe('1')
    bench.pass(10)
    bench.say('FETC?')
    expect(frame(bench.say('FETC?'))).toMatchObject({ sequence: 2, startUs: 1_000_000 })
  })
})

describe('what a frame says of the light', () => {
  const exposing = (integrationMs: number) => {
    const bench = new FirmwareBench()
    bench.arm()
    bench.say(`INT ${integrationMs}`)
    return bench
  }

  it('emitted during the whole exposure', () => {
    const bench = exposing(100)
    bench.say('LAS:FIRE 100;:INIT')
    bench.pass(100)
    expect(frame(bench.say('FETC?'))).toMatchObject({ power: 30, emissionMs: 100, flags: 0b11101 })
    expect(bench.model.exposures[0]).toMatchObject({
      integrationMs: 100,
      shutterOpenMs: 100,
      meanPowerMilliwatts: 30,
    })
  })

  it('emitted during a part of it', () => {
    const bench = exposing(100)
    bench.say('INIT')
    bench.pass(50)
    bench.say('LAS:FIRE 25')
    bench.pass(50)
    expect(frame(bench.say('FETC?'))).toMatchObject({ power: 7.5, emissionMs: 25, flags: 0b11110 })
  })

  it('watchdog in the middle of it', () => {
    const bench = exposing(2000)
    bench.say('LAS:FIRE 120000;:INIT')
    bench.pass(2000)
    expect(frame(bench.say('FETC?'))).toMatchObject({ power: 15, emissionMs: 1000, flags: 0b11110 })
  })

  it('shutter open in any part, interlock closed in all of it', () => {
    const bench = exposing(100)
    bench.say('INIT')
    bench.pass(10)
    bench.say('SOUR:SHUT CLOS;:SIM:INT OPEN')
    bench.pass(10)
    bench.say('SIM:INT CLOS')
    bench.pass(80)
    expect(frame(bench.say('FETC?')).flags).toBe(0b10100)
    expect(bench.model.exposures[0]!.shutterOpenMs).toBe(10)
  })

  it('no emission at 0 mW', () => {
    const bench = exposing(10)
    bench.say('LAS:POW 0;:LAS:FIRE 100;:INIT')
    expect(bench.say('LAS:EMIS?;:LAS:STAT?')).toBe('0;FIRING')
    bench.pass(10)
    expect(frame(bench.say('FETC?'))).toMatchObject({ power: 0, emissionMs: 0, flags: 0b11100 })
  })

  it('saturated pixels', () => {
    const bench = exposing(10)
    bench.say('SIM:SAMP "skin:II";:INIT')
    bench.pass(10)
    expect(frame(bench.say('FETC?')).saturated).toBe(1)
    expect(bench.say('STAT:QUES:COND?')).toBe('32')
  })
})

describe('waiting', () => {
  it('FETCh? answers when the frame is there', () => {
    const bench = new FirmwareBench()
    bench.say('INIT')
    expect(bench.say('FETC? 5000')).toBe('')
    expect(bench.pass(99)).toBe('')
    expect(frame(bench.pass(1)).sequence).toBe(1)
  })

  it('FETCh? answers the empty block when the time is over', () => {
    const bench = new FirmwareBench()
    bench.say('INIT')
    bench.say('FETC? 50')
    expect(bench.pass(49.9)).toBe('')
    expect(bench.pass(0.1)).toBe('#10\n')
  })

  it('READ? answers the first frame', () => {
    const bench = new FirmwareBench()
    bench.say('AVER:COUN 2')
    expect(bench.say('READ?')).toBe('')
    expect(frame(bench.pass(100))).toMatchObject({ sequence: 1, accumulations: 2 })
  })

  it('ends when the acquisition is ended', () => {
    for (const end of ['ABOR', 'SYST:ALL', '*RST', 'SYST:HEAR:RES']) {
      const bench = new FirmwareBench()
      bench.say('INIT')
      bench.say('FETC? 5000')
      bench.pass(10)
      expect(bench.say(end)).toBe('#10')
    }
  })

  it('holds up no command that answers nothing, but queries', () => {
    const bench = new FirmwareBench()
    bench.arm()
    bench.say('LAS:FIRE 100000;:INT 60000;:INIT')
    expect(bench.say('FETC? 120000')).toBe('')
    bench.pass(900)
    expect(bench.say('SYST:HEAR?;HEAR 2;:SYST:HEAR 2;:LAS:EMIS?')).toBe('')
    bench.pass(900)
    expect(bench.emission.at(-1)!.offUs).toBeNull()
    expect(bench.say('*IDN?')).toBe('')
    expect(bench.say('SYST:ALL')).toBe('#10\n2;0\nStokes,VM-785,VM0000002A,1.0.0')
    expect(bench.emission.at(-1)).toMatchObject({ offUs: 1_800_000, reason: 'alloff' })
  })

  it('*OPC? answers when a finite acquisition has ended', () => {
    const bench = new FirmwareBench()
    expect(bench.say('*OPC?')).toBe('1')
    expect(bench.say('INT 50;:AVER:COUN 2;:INIT;*OPC?')).toBe('')
    expect(bench.pass(99)).toBe('')
    expect(bench.pass(1)).toBe('1\n')
    expect(bench.say('INIT:CONT ON;*OPC?')).toBe('1')
  })

  it('*OPC sets its bit then', () => {
    const bench = new FirmwareBench()
    bench.say('*CLS;:INT 50;:INIT;*OPC')
    expect(bench.say('*ESR?')).toBe('0')
    bench.pass(50)
    expect(bench.say('*ESR?')).toBe('1')
    bench.say('INIT;*OPC;*CLS')
    bench.pass(50)
    expect(bench.say('*ESR?')).toBe('0')
  })

  it('*WAI holds up what follows in its message, commands too', () => {
    const bench = new FirmwareBench()
    expect(bench.say('INT 50;:INIT;*WAI;:AVER:COUN 7;COUN?;:AVER:COUN?')).toBe('')
    bench.pass(49)
    bench.say('*SRE 32')
    expect(bench.pass(1)).toBe('7\n')
    expect(bench.say('*SRE?')).toBe('32')
  })

  it('*WAI of a later message holds up the rest of that message', () => {
    const bench = new FirmwareBench()
    bench.say('INT 50;:INIT;*OPC?')
    bench.say('*SRE 1;*WAI;*SRE 2')
    bench.say('*SRE?')
    expect(bench.pass(50)).toBe('1\n2\n')
  })

  it('does not pile up queries without end', () => {
    const bench = new FirmwareBench()
    bench.say('INIT;*OPC?')
    for (let i = 0; i < 300; i++) bench.say('*IDN?')
    expect(bench.pass(100).split('\n')).toHaveLength(257)
    expect(bench.say(error)).toBe('-363,"Input buffer overrun;too many queries wait"')
  })

  it('is forgotten at a hang-up', () => {
    const bench = new FirmwareBench()
    bench.say('INIT')
    bench.say('FETC? 5000')
    bench.firmware.hangUp(1000)
    expect(bench.pass(6000)).toBe('')
    expect(bench.say('*OPC?')).toBe('1')
  })
})
