import { describe, expect, it } from 'vitest'
import { measuredSpectrum } from './measuredSpectrum'

const wavenumbers = Float64Array.from({ length: 800 }, (_, i) => 400 + 2 * i)
const smooth = (offset: number) =>
  wavenumbers.map((x, i) => Math.round(5000 + offset - x + 30 * ((Math.sin(i * 12.9898) * 43_758.5453) % 1)))
const device = { origin: 'simulated' as const, badPixels: [], saturationCounts: 65_535 }
const at = (wavenumber: number) => wavenumbers.indexOf(wavenumber)

describe('measuredSpectrum', () => {
  it('is the mean less the dark, and leaves a clean spectrum as it is', () => {
    const frames = [smooth(0), smooth(100)]
    const result = measuredSpectrum({ device, wavenumbers, frames, darkFrames: [wavenumbers.map(() => 600)] })
    expect(result.measured[10]).toBe((frames[0]![10]! + frames[1]![10]!) / 2 - 600)
    expect([...result.despiked]).toEqual([...result.measured])
    expect(result).toMatchObject({ spikePixels: 0, saturatedPixels: 0 })
  })

  it('removes a cosmic ray from what the recipe gets, and counts its pixels', () => {
    const hit = smooth(0)
    hit[at(1200)]! += 4000
    hit[at(1202)]! += 2500
    const { despiked, measured, spikePixels } = measuredSpectrum({
      device,
      wavenumbers,
      frames: [hit, smooth(0)],
      darkFrames: [],
    })
    expect(measured[at(1200)]! - smooth(0)[at(1200)]!).toBe(2000)
    expect(Math.abs(despiked[at(1200)]! - smooth(0)[at(1200)]!)).toBeLessThan(60)
    expect(spikePixels).toBeGreaterThanOrEqual(2)
    expect(spikePixels).toBeLessThanOrEqual(4)
  })

  it('interpolates bad pixels, and counts neither them nor what lies outside the range', () => {
    const spoilt = smooth(0)
    spoilt[at(900)] = 65_535
    spoilt[at(410)] = 65_535
    const bad = { ...device, badPixels: [at(900)] }
    const { measured, spikePixels, saturatedPixels } = measuredSpectrum({
      device: bad,
      wavenumbers,
      frames: [spoilt],
      darkFrames: [],
    })
    expect(Math.abs(measured[at(900)]! - smooth(0)[at(900)]!)).toBeLessThan(60)
    expect({ spikePixels, saturatedPixels }).toEqual({ spikePixels: 0, saturatedPixels: 0 })
  })

  it('counts saturated pixels of any frame, and does not guess where the source does not say', () => {
    const bright = smooth(0).map((counts, i) => (i >= at(1000) && i < at(1010) ? 65_535 : counts))
    const measured = { wavenumbers, frames: [smooth(0), bright], darkFrames: [] }
    expect(measuredSpectrum({ ...measured, device }).saturatedPixels).toBe(5)
    expect(
      measuredSpectrum({ ...measured, device: { ...device, saturationCounts: null } }).saturatedPixels,
    ).toBeNull()
  })
})
