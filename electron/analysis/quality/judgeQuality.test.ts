import { describe, expect, it } from 'vitest'
import { qualityReportSchema } from '../../contract/answer'
import type { MeasuredFrame } from '../frames/measuredFrame'
import { recordedFrame } from '../frames/measuredFrame'
import { aDarkFrame, aFrame, aMeasurement, skin, wavenumbers } from './fixtures'
import type { QualityInput } from './gate'
import { judgeQuality } from './judgeQuality'

const judge = (given: Partial<QualityInput> = {}) => judgeQuality(aMeasurement(given))
const failed = (given: Partial<QualityInput>) => judge(given).reasons.map(({ gate }) => gate)
const warned = (given: Partial<QualityInput>) => judge(given).warnings?.map(({ gate }) => gate)
const framesOf = (spectra: Float64Array[], given: Partial<MeasuredFrame> = {}) =>
  spectra.map((counts, index) => aFrame(counts, { index, ...given }))
const five = (change: (counts: Float64Array, index: number) => Float64Array) =>
  framesOf([1, 2, 3, 4, 5].map((seed, index) => change(skin({ seed }), index)))
const device = aMeasurement().device

describe('judgeQuality', () => {
  it('passes skin, with every figure, its limit and the frames', () => {
    const report = judge()
    expect(qualityReportSchema.parse(report)).toEqual(report)
    expect(report).toMatchObject({ pass: true, reasons: [], warnings: [], spikes: [] })
    expect(report.figures.filter(({ value, gate }) => value === null && gate !== 'calibration')).toEqual([])
    expect(report.frames).toHaveLength(5)
    expect(report.limits?.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('passes a recorded file with the figures that it gives, and says which it does not', () => {
    const frames = [recordedFrame(skin())]
    const { calibration: _, setPowerMilliwatts: __, ...measured } = aMeasurement({ frames, measured: skin() })
    const report = judgeQuality({
      ...measured,
      device: { origin: 'replayed', badPixels: [], saturationCounts: null },
      darkFrames: [],
      dark: null,
    })
    expect(report).toMatchObject({ pass: true, warnings: [] })
    expect(report.figures.filter(({ value }) => value !== null).map(({ gate }) => gate)).toEqual([
      'saturation',
      'spikes',
      'signalToNoise1448',
      'signalToNoise1657',
      'fluorescence',
      'phenylalanine',
    ])
  })

  it('names a gate once', () => {
    const gates = judge().figures.map(({ gate }) => gate)
    expect(new Set(gates).size).toBe(gates.length)
  })

  it('asks to repeat what shows no band of skin, and says what to do', () => {
    const frames = five((_, index) => skin({ raman: 0, seed: index + 1 }))
    const { pass, reasons } = judge({ frames })
    expect(pass).toBe(false)
    expect(reasons.map(({ gate }) => gate)).toEqual(['signalToNoise1448', 'signalToNoise1657'])
    expect(reasons[0]!.message).toMatch(/^Repeat, because the CH₂ band .* below 5: check contact and focus/)
  })

  it('judges the bands, not the fluorescence under them', () => {
    const [faint, strong] = [100, 40_000].map((fluorescence) =>
      judge({ frames: [aFrame(skin({ fluorescence }))] }),
    )
    const [a, b] = [faint, strong].map(
      (report) => report!.figures.find(({ gate }) => gate === 'signalToNoise1448')!.value!,
    )
    expect(Math.abs(a! / b! - 1)).toBeLessThan(0.1)
  })

  it('says that an axis does not reach the band', () => {
    const { reasons } = judge({ wavenumbers: wavenumbers.map((x) => x / 2) })
    expect(reasons[0]!.message).toContain('does not cover the CH₂ band')
  })
})

describe('light', () => {
  const top = (counts: number) =>
    five((spectrum, index) => (index === 2 ? spectrum.with(700, counts) : spectrum))

  it('is saturated where one pixel of one frame is', () => {
    expect(failed({ frames: top(65_535 - 600) })).toEqual(['saturation'])
    expect(failed({ frames: top(65_535 - 600), device: { ...device, badPixels: [700] } })).not.toContain(
      'saturation',
    )
  })

  it('that is cut at the top is told so, and nothing that follows from it', () => {
    const frames = five((spectrum) => spectrum.map((counts) => Math.min(20 * counts, 64_935)))
    const { pass, reasons, figures } = judge({ frames })
    expect(pass).toBe(false)
    expect(reasons.map(({ gate }) => gate)).toEqual(['saturation'])
    expect(figures.find(({ gate }) => gate === 'peakFill')!.pass).toBe(false)
  })

  it('is saturated at a flat top where the source does not say where its detector ends', () => {
    const of = (measured: Float64Array) => failed({ measured, device: { ...device, saturationCounts: null } })
    expect(of(skin().map((counts) => Math.min(counts, 6000)))).toContain('saturation')
    expect(of(skin())).toEqual([])
  })

  it('does not mind a laser line that is saturated outside the judged range', () => {
    const frames = five((spectrum) => spectrum.map((counts, i) => (wavenumbers[i]! < 420 ? 64_935 : counts)))
    expect(failed({ frames })).toEqual([])
  })

  it('may not take more of the detector than is linear, and had better take some of it', () => {
    const scaled = (factor: number) => five((spectrum) => spectrum.map((counts) => counts * factor))
    expect(failed({ frames: scaled(8.8) })).toEqual(['peakFill'])
    expect(failed({ frames: scaled(8) })).toEqual([])
    expect(warned({ frames: scaled(0.25) })).toEqual(['peakFill'])
  })

  it('is of the skin, not of the room', () => {
    const lamp = (height: number) => (counts: Float64Array) =>
      counts.map((count, i) => count + (i > 200 ? height : 0))
    const of = (height: number) => ({
      frames: five(lamp(height)),
      darkFrames: [aDarkFrame({ intensities: lamp(height)(new Float64Array(1024).fill(600)) })],
    })
    expect(failed(of(2000))).toEqual(['ambient'])
    expect(failed(of(30))).toEqual([])
    expect(warned(of(30))).toEqual(['ambient'])
    expect(warned(of(8))).toEqual([])
  })

  it('of the room is taken away by the dark frames, or told', () => {
    // The two lines of argon at 842.70 and 912.55 nm, for a laser of 785 nm.
    const lines = wavenumbers.map(
      (x) => Math.exp(-(((x - 872.3) / 2) ** 2)) + Math.exp(-(((x - 1780.6) / 2) ** 2)),
    )
    const lit = (on: number) => five((spectrum) => spectrum.map((counts, i) => counts + on * lines[i]!))
    expect(failed({ frames: lit(400) })).toEqual(['roomChange'])
    expect(judge({ frames: lit(-400) }).reasons[0]!.message).toContain('below the dark frames')
    expect(failed({ frames: lit(10) })).toEqual([])
    const { excitationNanometres: _, ...unknown } = device
    expect(failed({ frames: lit(400), device: unknown })).toEqual([])
  })

  it('of the room is seen at all wavenumbers where a closed shutter tells the zero', () => {
    const open = aDarkFrame({ intensities: new Float64Array(1024).fill(3600) })
    const frames = five((counts) => counts.map((count) => count + 3000))
    expect(failed({ frames, darkFrames: [open] })).toEqual([])
    expect(failed({ frames, darkFrames: [open, aDarkFrame({ shutterOpen: false })] })).toEqual(['ambient'])
  })
})

describe('accumulations', () => {
  it('may hold few pixels that were guessed', () => {
    const spikes = (width: number) => [
      { frame: 1, pixel: 400, width },
      { frame: 2, pixel: 600, width: 3 },
    ]
    expect(failed({ spikes: spikes(4) })).toEqual([])
    expect(failed({ spikes: spikes(5) })).toEqual(['spikes'])
    expect(failed({ spikes: [{ frame: 0, pixel: 0, width: 8 }] })).toEqual([])
    expect(judge({ spikes: spikes(4) }).frames?.map(({ spikePixels }) => spikePixels)).toEqual([
      0, 4, 3, 0, 0,
    ])
  })

  it('are of one spot', () => {
    const elsewhere = five((spectrum, index) =>
      index === 3
        ? spectrum.map((counts, i) => counts + 900 * Math.exp(-(((wavenumbers[i]! - 1150) / 30) ** 2)))
        : spectrum,
    )
    expect(failed({ frames: elsewhere })).toEqual(['replicates'])
  })

  it('bleach smoothly, and do not step', () => {
    const scaled = (factors: number[]) =>
      five((spectrum, index) => spectrum.map((counts) => counts * factors[index]!))
    expect(failed({ frames: scaled([1, 0.87, 0.78, 0.72, 0.68]) })).toEqual([])
    expect(failed({ frames: scaled([1, 0.97, 0.7, 0.92, 0.9]) })).toEqual(['steadiness'])
  })

  it('have phenylalanine where it belongs, as far as it is seen', () => {
    const off = (shift: number) => five((_, index) => skin({ shift, seed: index + 1 }))
    expect(failed({ frames: off(2) })).toEqual([])
    expect(failed({ frames: off(4) })).toContain('phenylalanine')
    expect(failed({ frames: off(-5) })).toContain('phenylalanine')
    const value = judge({ frames: off(1.5) }).figures.find(({ gate }) => gate === 'phenylalanine')!.value!
    expect(Math.abs(value - 1004.5)).toBeLessThan(0.4)
  })

  it('are not refused for much fluorescence, but for bands that drown in it', () => {
    const of = (fluorescence: number) => failed({ measured: skin({ raman: 12, fluorescence, noise: 0.2 }) })
    expect(of(10_000)).toEqual([])
    expect(of(25_000)).toEqual(['fluorescence'])
  })
})

describe('dark frames', () => {
  it.each([
    ['of another integration time', { integrationTimeMs: 500 }, 'darkIntegration'],
    ['too old', { deviceTimeMicroseconds: 3600e6 - 11 * 60e6 }, 'darkAge'],
    ['of another temperature', { detectorTemperatureCelsius: -58.5 }, 'darkTemperature'],
  ])('do not count %s', (_, given, gate) => {
    expect(failed({ darkFrames: [aDarkFrame(), aDarkFrame(given)] })).toEqual([gate])
  })
})

it('warns of a measurement without dark frames', () => {
  expect(warned({ darkFrames: [], dark: null })).toEqual(['darkAge'])
})

describe('the instrument', () => {
  it.each([
    ['a detector that is not cold', { detectorTemperatureCelsius: -55 }, 'detectorSetpoint'],
    ['a laser that is weaker than it should be', { laserPowerMilliwatts: 28 }, 'laserPower'],
    ['a laser that is stronger than it should be', { laserPowerMilliwatts: 32 }, 'laserPower'],
  ])('may not have %s', (_, given, gate) => {
    const darkFrames = [aDarkFrame({ ...given, laserPowerMilliwatts: 0 })]
    const frames = framesOf(
      [1, 2, 3].map((seed) => skin({ seed })),
      given,
    )
    expect(failed({ frames, darkFrames })).toEqual([gate])
  })

  it('may not have a laser that still warms up', () => {
    const frames = [1, 2, 3].map((seed, index) =>
      aFrame(skin({ seed }), { index, laserTemperatureCelsius: 24.5 + 0.3 * index }),
    )
    expect(failed({ frames })).toEqual(['laserTemperature'])
  })

  it('is told to be cold in the first minutes', () => {
    const frames = framesOf([skin()], { deviceTimeMicroseconds: 60e6 })
    const darkFrames = [aDarkFrame({ deviceTimeMicroseconds: 50e6 })]
    expect(warned({ frames, darkFrames })).toEqual(['warmUp'])
    expect(warned({ frames, darkFrames, device: { ...device, origin: 'simulated' } })).toEqual([])
  })

  it.each([
    ['valid', 'instrument', 'pass'],
    ['nearEnd', 'instrument', 'warn'],
    ['expired', 'instrument', 'fail'],
    ['failed', 'simulated', 'fail'],
    ['otherInstrument', 'simulated', 'fail'],
    ['missing', 'instrument', 'fail'],
    ['missing', 'simulated', 'warn'],
    ['missing', 'replayed', 'warn'],
  ] as const)('with a calibration that is %s, origin %s: %s', (state, origin, verdict) => {
    const calibration = { state, message: 'It is so.', tip: 'Do the daily check.' }
    const report = judge({ calibration, device: { ...device, origin } })
    const said = {
      gate: 'calibration',
      message: expect.stringContaining('It is so. Do the daily check.') as string,
    }
    expect(report.pass).toBe(verdict !== 'fail')
    expect(report.reasons).toEqual(verdict === 'fail' ? [said] : [])
    expect(report.warnings).toEqual(verdict === 'warn' ? [said] : [])
  })
})
