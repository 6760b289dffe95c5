import { describe, expect, it } from 'vitest'
import { judgeQuality, type QualityInput } from './judgeQuality'

const wavenumbers = Float64Array.from({ length: 1024 }, (_, i) => 350 + 1.65 * i)
/** A sine of the index is noise enough, and the same every time. */
const noise = (i: number) => 2 * ((Math.sin(i * 12.9898) * 43_758.5453) % 1)
const gauss = (x: number, centre: number, width: number) => Math.exp(-(((x - centre) / width) ** 2))

function skin({ raman = 600, fluorescence = 9000, noiseCounts = 40 } = {}): Float64Array {
  return wavenumbers.map(
    (x, i) =>
      fluorescence * Math.exp(-x / 1500) +
      raman * (gauss(x, 1448, 18) + 0.8 * gauss(x, 1657, 25)) +
      noiseCounts * noise(i),
  )
}

const judge = (given: Partial<QualityInput> = {}) =>
  judgeQuality({ wavenumbers, intensities: skin(), saturatedPixels: 0, spikePixels: 0, ...given })
const failed = (given: Partial<QualityInput>) => judge(given).reasons.map(({ gate }) => gate)

describe('judgeQuality', () => {
  it('passes skin, with every figure and its limit', () => {
    const report = judge()
    expect(report).toMatchObject({ pass: true, reasons: [] })
    expect(report.figures.map(({ gate }) => gate)).toEqual([
      'saturation',
      'spikes',
      'signalToNoise1448',
      'signalToNoise1657',
    ])
  })

  it('asks to repeat what shows no band of skin, and says what to do', () => {
    const { pass, reasons } = judge({ intensities: skin({ raman: 0 }) })
    expect(pass).toBe(false)
    expect(reasons.map(({ gate }) => gate)).toEqual(['signalToNoise1448', 'signalToNoise1657'])
    expect(reasons[0]!.message).toMatch(/^Repeat, because the CH₂ band .* below 5: check contact and focus/)
  })

  it('judges the bands, not the fluorescence under them', () => {
    const faint = judge({ intensities: skin({ fluorescence: 100 }) })
    const strong = judge({ intensities: skin({ fluorescence: 40_000 }) })
    const [a, b] = [faint, strong].map(({ figures }) => figures[2]!.value!)
    expect(Math.abs(a! / b! - 1)).toBeLessThan(0.1)
  })

  it('counts saturated pixels where the detector tells, and looks for a flat top where it does not', () => {
    expect(failed({ saturatedPixels: 1 })).toEqual(['saturation'])
    const flat = skin().map((counts) => Math.min(counts, 6000))
    expect(failed({ saturatedPixels: null, intensities: flat })).toContain('saturation')
    expect(failed({ saturatedPixels: null })).toEqual([])
  })

  it('does not mind a laser line that is saturated outside the judged range', () => {
    const laserLine = skin().map((counts, i) => (wavenumbers[i]! < 420 ? 60_000 : counts))
    expect(failed({ saturatedPixels: null, intensities: laserLine })).toEqual([])
  })

  it('asks to repeat where cosmic rays hit too much', () => {
    expect(failed({ spikePixels: 4 })).toEqual([])
    expect(failed({ spikePixels: 5 })).toEqual(['spikes'])
  })

  it('says that an axis does not reach the band', () => {
    const { reasons } = judge({ wavenumbers: wavenumbers.map((x) => x / 2) })
    expect(reasons[0]!.message).toContain('does not cover the CH₂ band')
  })
})
