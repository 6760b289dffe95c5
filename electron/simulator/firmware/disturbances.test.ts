import { describe, expect, it } from 'vitest'
import { FirmwareBench } from './firmwareBench'

/** One dark frame; gives back the conditions that the detector had. */
function expose(bench: FirmwareBench) {
  bench.say('INT 10;:INIT')
  bench.pass(20)
  bench.say('FETC?')
  return bench.model.exposures.at(-1)!
}

describe('drift on command', () => {
  it('is at once, or evenly over some time', () => {
    const bench = new FirmwareBench()
    bench.say('SIM:DRIF:LAS 0.02;:SIM:DRIF:SHIF 1,100')
    expect(bench.say('SIM:DRIF:LAS?;:SIM:DRIF:SHIF?')).toBe('0.02;0')
    bench.pass(50_000)
    expect(bench.say('SIM:DRIF:SHIF?')).toBe('0.5')
    bench.say('SIM:DRIF:SHIF 0.75,10')
    bench.pass(5_000)
    expect(bench.say('SIM:DRIF:SHIF?')).toBe('0.625')
    bench.pass(100_000)
    expect(expose(bench).drift).toEqual({
      laserNanometres: 0.02,
      shiftPixels: 0.75,
      stretchPixels: 0,
      broadening: 1,
      throughput: 1,
    })
    bench.say('SIM:DRIF:CLE')
    expect(bench.say('SIM:DRIF:SHIF?;:SIM:DRIF:BRO?')).toBe('0;1')
  })

  it('warms the detector past its set point, and says so', () => {
    const bench = new FirmwareBench()
    bench.say('SIM:DRIF:DET 12')
    bench.pass(200_000)
    expect(Number(bench.say('DET:TEMP?'))).toBeCloseTo(-48, 0)
    expect(bench.say('DET:TEMP:SETP?')).toBe('-60')
    expect(Number(bench.say('STAT:QUES:COND?')) & 1).toBe(1)
  })

  it.each([
    ['SIM:DRIF:LAS 3', 'laser drift 3 nm is not in -2..2'],
    ['SIM:DRIF:BRO 0.5', 'broadening 0.5 is not in 1..5'],
    ['SIM:DRIF:SHIF 1,-1', 'time -1 s is not in 0..1000000'],
  ])('refuses %s', (command, text) => {
    expect(new FirmwareBench().say(`${command};:SYST:ERR?`)).toBe(`-222,"Data out of range;${text}"`)
  })
})

describe('disturbances', () => {
  it('are chosen from a catalogue, and last until they are put right', () => {
    const bench = new FirmwareBench()
    expect(bench.say('SIM:DIST?')).toBe('""')
    expect(bench.say('SIM:DIST:CAT?')).toMatch(/^"cosmicRays",.*"motion"$/)
    bench.say('SIM:DIST "motion",ON;:SIM:DIST "cosmicRays",1')
    expect(bench.say('SIM:DIST?')).toBe('"cosmicRays","motion"')
    expect([...expose(bench).disturbances]).toEqual(['cosmicRays', 'motion'])
    bench.say('SIM:DIST "motion",OFF')
    expect(bench.say('SIM:DIST?')).toBe('"cosmicRays"')
    bench.say('SIM:DIST:CLE')
    expect(expose(bench).disturbances.size).toBe(0)
    expect(bench.say('SIM:DIST "Motion",ON;:SYST:ERR?')).toMatch(/^-224,"Illegal.*is none of cosmicRays/)
  })

  it('open the interlock: the laser goes off and cannot be armed', () => {
    const bench = new FirmwareBench()
    bench.arm()
    bench.say('LAS:FIRE 1000;:SIM:DIST "interlockOpen",ON')
    expect(bench.emission.at(-1)).toMatchObject({ reason: 'interlock' })
    expect(bench.say('SOUR:INT?;:SIM:DIST?')).toBe('0;"interlockOpen"')
    bench.say('SIM:INT CLOS')
    expect(bench.say('SIM:DIST?')).toBe('""')
  })

  it('let the cooler fail and work again', () => {
    const bench = new FirmwareBench()
    bench.say('SIM:DIST "warmDetector",ON')
    bench.pass(200_000)
    expect(Number(bench.say('DET:TEMP?'))).toBeCloseTo(-15, 0)
    bench.say('SIM:DIST:CLE')
    bench.pass(200_000)
    expect(Number(bench.say('DET:TEMP?'))).toBeCloseTo(-60, 0)
  })
})
