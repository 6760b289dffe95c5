import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FirmwareBench } from './firmwareBench'

const error = 'SYST:ERR?'

describe('messages', () => {
  it('answers several queries separated by semicolons, in one line', () => {
    const bench = new FirmwareBench()
    bench.send('*ESR?;*SRE?;:SYST:VERS?\r\n\n\r\n')
    expect(bench.heard()).toBe('128;0;1999.0\n')
  })

  it('every unit starts at the root', () => {
    const bench = new FirmwareBench()
    expect(bench.say(`SYST:VERS?;ERR:COUN?;${error}`)).toBe('1999.0;-113,"Undefined header;ERR:COUN?"')
  })

  it('goes on after a unit that fails', () => {
    const bench = new FirmwareBench()
    expect(bench.say(`NONSENSE;%;*SRE 4;*SRE?;${error};${error}`)).toBe(
      '4;-102,"Syntax error";-113,"Undefined header;NONSENSE"',
    )
  })

  it('says nothing that was not asked for', () => {
    const bench = new FirmwareBench()
    bench.arm()
    expect(bench.say('LAS:FIRE 100;:INIT;*OPC')).toBe('')
    expect(bench.pass(10_000)).toBe('')
  })

  it.each([
    ['*ESE', '-109,"Missing parameter"'],
    ['*ESE 1,2', '-108,"Parameter not allowed"'],
    ['*CLS 1', '-108,"Parameter not allowed"'],
    ['*IDN? 1', '-108,"Parameter not allowed"'],
    ['INT "100"', '-104,"Data type error;integration is a number"'],
    ['INT FAST', '-224,"Illegal parameter value;FAST"'],
    ['INT 0', '-222,"Data out of range;integration 0 ms is not in 1..60000"'],
    ['AVER:COUN 1001', '-222,"Data out of range;accumulations 1001 is not in 1..1000"'],
    ['DET:TEMP:SETP 26', '-222,"Data out of range;set point 26 C is not in -70..25"'],
    ['LAS:FIRE DEF', '-224,"Illegal parameter value;DEF"'],
    ['LAS:ARM MAYBE', '-224,"Illegal parameter value;MAYBE"'],
    ['LAS:ARM 2', '-224,"Illegal parameter value;2"'],
    ['LAS:ARM "ON"', '-104,"Data type error;ON or OFF"'],
    ['SOUR:SHUT AJAR', '-224,"Illegal parameter value;AJAR"'],
    ['SOUR:SHUT 1', '-104,"Data type error;OPEN|CLOSed"'],
    ['SYST:ECHO? abc', '-104,"Data type error;text in double quotes"'],
    [
      `SYST:ECHO? "${'x'.repeat(65)}"`,
      '-224,"Illegal parameter value;more than 64 characters, or not printable"',
    ],
    ['SIM:SAMP "cheese"', '-224,"Illegal parameter value;no sample cheese"'],
    ['SIM:FAUL FIRE', '-224,"Illegal parameter value;FIRE"'],
    ['SYST:HEART 1', '-113,"Undefined header;SYST:HEART"'],
    ['INT? 5', '-104,"Data type error;MINimum, MAXimum or DEFault"'],
    ['SYST:ECHO? "', '-102,"Syntax error"'],
  ])('%s is refused', (message, expected) => {
    const bench = new FirmwareBench()
    expect(bench.say(message)).toBe('')
    expect(bench.say(error)).toBe(expected)
    expect(bench.say(error)).toBe('0,"No error"')
  })

  it('reports a message that is too long', () => {
    const bench = new FirmwareBench()
    bench.say('*'.repeat(5000))
    expect(bench.say(error)).toBe('-363,"Input buffer overrun"')
  })

  it('quotes quotes in errors', () => {
    const bench = new FirmwareBench()
    expect(bench.say(`SIM:SAMP "a""b";${error}`)).toBe('-224,"Illegal parameter value;no sample a""b"')
  })
})

describe('settings', () => {
  it.each([
    ['INT', '100', '1', '60000', '12.345'],
    ['SENSe:INTegration:TIME', '100', '1', '60000', '0.0015E3'],
    ['AVER:COUN', '1', '1', '1000', '17'],
    ['DET:TEMP:SETP', '-60', '-70', '25', '-20'],
    ['SOURce:LASer:POWer', '30', '0', '100', '45.5'],
  ])('%s has a default and limits, and is set back by *RST', (header, initial, min, max, value) => {
    const bench = new FirmwareBench()
    expect(bench.say(`${header}?;:${header}? MIN;:${header}? MAXimum;:${header}? def`)).toBe(
      [initial, min, max, initial].join(';'),
    )
    expect(bench.say(`${header} ${value};${header}?`)).toBe(String(Number(value)))
    expect(bench.say(`${header} MAX;${header}?`)).toBe(max)
    expect(bench.say(`*RST;${header}?`)).toBe(initial)
    expect(bench.say(error)).toBe('0,"No error"')
  })

  it('rounds where a whole number is asked for', () => {
    const bench = new FirmwareBench()
    expect(bench.say('AVER:COUN 2.6;:AVER:COUN?')).toBe('3')
  })
})

describe('the system', () => {
  it('says who it is', () => {
    expect(new FirmwareBench().say('*IDN?;*TST?')).toBe('Stokes,VM-785,VM0000002A,1.0.0;0')
    expect(new FirmwareBench({ seed: 0xdeadbeef }).say('*IDN?')).toContain('VMDEADBEEF')
  })

  it('echoes', () => {
    expect(new FirmwareBench().say('SYST:ECHO? "a ;""b"" 1"')).toBe('a ;"b" 1')
  })

  it('knows its time', () => {
    const bench = new FirmwareBench()
    bench.pass(1234.567)
    expect(bench.say('SYST:TIME?')).toBe('1234567')
  })

  it('knows the calibration constants', () => {
    expect(new FirmwareBench().say('CAL:WAV?;:CAL:EXC?;:DET:PIX?')).toBe('800,0.1,-0.000001,0;785;4')
  })

  it('lists and selects samples', () => {
    const bench = new FirmwareBench()
    expect(bench.say('SIM:SAMP:CAT?;:SIM:SAMP "skin:III";:SIM:SAMP?')).toBe('"dark","skin:<type>";"skin:III"')
  })

  it('cools towards the set point and says while it is not there', () => {
    const bench = new FirmwareBench()
    bench.say('DET:TEMP:SETP 20')
    expect(bench.say('STAT:QUES:COND?')).toBe('1')
    expect(Math.abs(Number(bench.say('DET:TEMP?')) - -60)).toBeLessThan(0.1)
    bench.pass(20_000)
    expect(Math.abs(Number(bench.say('DET:TEMP?')) - (20 - 80 / Math.E))).toBeLessThan(0.1)
    bench.pass(60_000)
    expect(bench.say('STAT:QUES:COND?;EVEN?;:STAT:QUES?')).toBe('0;1')
  })

  it('has unplugged when told', () => {
    const bench = new FirmwareBench()
    bench.say('SIM:UNPL')
    expect(bench.unplugged).toBe(true)
  })
})

describe('status registers', () => {
  it('show armed, emitting, acquiring and the shutter', () => {
    const bench = new FirmwareBench()
    bench.say('STAT:OPER:ENAB 512;ENAB?;*SRE 128')
    bench.arm()
    expect(bench.say('STAT:OPER:COND?;:STATus:OPERation:ENABle?;*STB?')).toBe(`${256 + 1024};512;4`)
    bench.say('LAS:FIRE 50;:INT 50;:INIT')
    expect(bench.say('STAT:OPER:COND?;*STB?')).toBe(`${16 + 256 + 512 + 1024};${4 + 64 + 128}`)
    bench.pass(50)
    expect(bench.say('STAT:OPER:COND?;:STAT:OPER?;:STAT:OPER?;*STB?')).toBe(
      `${32 + 256 + 1024};${16 + 32 + 256 + 512 + 1024};0;4`,
    )
    expect(bench.say('STAT:PRES;:STAT:OPER:ENAB?')).toBe('0')
  })

  it('show the interlock', () => {
    expect(
      new FirmwareBench().say('SIM:INT OPEN;:STAT:QUES:COND?;:SIM:INT CLOS;:STAT:QUES:COND?;:STAT:QUES?'),
    ).toBe('256;0;256')
  })
})

describe('a fault', () => {
  const faulty = (fault: string) => {
    const bench = new FirmwareBench()
    bench.say(`INT 5;:INIT:CONT ON;:SIM:FAUL ${fault}`)
    bench.pass(25)
    return bench
  }
  const sequence = (answer: string) => Buffer.from(answer, 'latin1').readUInt32LE(4 + 8)
  const intact = new FirmwareBench().say('*IDN?')

  it('CRC flips one bit of a frame and waits for one', () => {
    const [good, bad] = ['NONE', 'CRC'].map((fault) => {
      const bench = faulty(fault)
      expect(bench.say('*IDN?')).toBe(intact)
      return Buffer.from(bench.say('FETC?'), 'latin1')
    })
    const flipped = good!.map((byte, i) => byte ^ bad![i]!).filter((bits) => bits !== 0)
    expect(flipped).toHaveLength(1)
    expect(Math.log2(flipped[0]!) % 1).toBe(0)
  })

  it('TRUNcate sends half', () => {
    const bench = faulty('TRUN')
    bench.send('*IDN?\n')
    expect(bench.heard()).toBe(intact.slice(0, (intact.length + 1) >> 1))
    expect(bench.say('*IDN?')).toBe(intact)
  })

  it('MUTE sends nothing, as often as asked', () => {
    const bench = faulty('MUTE,2')
    expect([1, 2, 3].map(() => bench.say('*IDN?'))).toEqual(['', '', intact])
  })

  it('GARBage comes before the answer', () => {
    const heard = faulty('GARBage').say('*IDN?')
    expect(heard).toHaveLength(intact.length + 48)
    expect(heard.endsWith(intact)).toBe(true)
  })

  it('REPeat sends the last sequence number again', () => {
    const bench = faulty('NONE')
    const frames = [bench.say('FETC?'), bench.say('SIM:FAUL REP;:FETC?'), bench.say('FETC?')]
    expect(frames.map(sequence)).toEqual([1, 1, 3])
  })

  it('SKIP leaves a sequence number out', () => {
    const bench = faulty('SKIP')
    expect([1, 2].map(() => sequence(bench.say('FETC?')))).toEqual([2, 3])
  })

  it('FLIP turns one bit of any answer', () => {
    const heard = Buffer.from(faulty('FLIP').say('*IDN?').padEnd(intact.length, '\n'), 'latin1')
    const bits = [...Buffer.from(intact, 'latin1')].map((byte, i) => byte ^ heard[i]!)
    expect(bits.filter((bit) => bit !== 0).length).toBeLessThanOrEqual(1)
  })

  it('DUPLicate sends the answer twice', () => {
    expect(faulty('DUPL').say('*IDN?')).toBe(`${intact}\n${intact}`)
  })

  it('STALl is 3 s late, and holds up later answers but no command', () => {
    const bench = faulty('STAL')
    bench.arm()
    bench.say('LAS:FIRE 500')
    expect(bench.say('*IDN?')).toBe('')
    expect(bench.say('*TST?;:SYST:ALL')).toBe('')
    expect(bench.emission.at(-1)!.reason).toBe('alloff')
    expect(bench.pass(2999)).toBe('')
    expect(bench.pass(1)).toBe(`${intact}\n0\n`)
  })

  it('NONE takes back what has not happened', () => {
    expect(faulty('MUTE,5;:SIM:FAUL NONE').say('*IDN?')).toBe(intact)
  })
})

describe('the line', () => {
  it('can be as slow as a real one', () => {
    const bench = new FirmwareBench({ baud: 9600 })
    bench.send('*IDN?\n')
    const begun = bench.heard()
    expect(begun).toHaveLength(2)
    const rest = bench.pass(30)
    expect((begun + rest).trim()).toBe('Stokes,VM-785,VM0000002A,1.0.0')
    const slow = new FirmwareBench({ baud: 9600 })
    slow.send('*IDN?\n')
    expect(slow.heard().length + slow.pass(10).length).toBeLessThan(15)
  })

  it('that nobody reads takes no more answers', () => {
    const bench = new FirmwareBench()
    bench.backlog = 1 << 20
    expect(bench.say('*IDN?')).toBe('')
    bench.backlog = 0
    expect(bench.say(`${error};*ESR?`)).toBe('-430,"Query deadlocked;the host does not read";132')
  })
})

describe('the same seed and the same commands at the same times', () => {
  const steps = fc.array(
    fc.record({
      message: fc.constantFrom(
        '*IDN?',
        'INIT',
        'INIT:CONT ON',
        'FETC? 300',
        'READ?',
        'LAS:FIRE 70',
        'SIM:FAUL GARB',
        'SIM:FAUL CRC,3',
        'ABOR',
        'LAS:LOG?',
      ),
      passMs: fc.integer({ min: 0, max: 500 }),
    }),
  )

  it('give the same bytes, in however many steps time passes', () => {
    fc.assert(
      fc.property(steps, (messages) => {
        const [coarse, fine] = [1, 17].map((step) => {
          const bench = new FirmwareBench()
          bench.arm()
          let heard = ''
          for (const { message, passMs } of messages) {
            heard += bench.say(message)
            const until = bench.nowMs + passMs
            while (bench.nowMs < until)
              heard += bench.pass(Math.min(step === 1 ? passMs : step, until - bench.nowMs))
          }
          return heard
        })
        expect(fine).toBe(coarse)
      }),
    )
  })
})

describe('whatever comes in', () => {
  const fragments = fc.constantFrom(
    ...[
      '*IDN?',
      '*',
      ':',
      ';',
      '"',
      ',',
      '\n',
      '\r\n',
      ' ',
      '?',
      '#10',
      'SYST:',
      'ALL',
      'HEAR 1',
      'INIT',
      'FETC? 10',
    ],
    ...[
      'READ?',
      'LAS:FIRE 5',
      'ARM ON',
      '1e999',
      '-',
      '.',
      'MIN',
      '\0',
      '\xff',
      'SIM:FAUL TRUN,3',
      '*WAI',
      '*OPC?',
      '*RST',
    ],
  )
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(fragments, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''), 'latin1')),
  )

  it('it never throws, and answers afterwards', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(bytes, fc.integer({ min: 0, max: 200 }))), (chunks) => {
        const bench = new FirmwareBench()
        for (const [chunk, passMs] of chunks) {
          bench.send(chunk)
          bench.pass(passMs)
        }
        bench.send('\nSYST:ALL;:SIM:FAUL NONE;*CLS\n')
        bench.pass(200_000)
        expect(bench.say('SYST:ECHO? "still here";:LAS:STAT?')).toBe('still here;DISARMED')
      }),
      { numRuns: 500 },
    )
  })

  it('10 MB without LF are one error and no memory', () => {
    const bench = new FirmwareBench()
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const before = process.memoryUsage().rss
    for (let i = 0; i < 160; i++) bench.send(chunk)
    expect(process.memoryUsage().rss - before).toBeLessThan(20e6)
    bench.send('\n')
    expect(bench.say(`SYST:ERR:COUN?;${error}`)).toBe('1;-363,"Input buffer overrun"')
  })
})
