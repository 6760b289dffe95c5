import { describe, expect, it } from 'vitest'
import { recordedFrame } from '../../analysis/frames/measuredFrame'
import { measuredSpectrum } from './measuredSpectrum'

const wavenumbers = Float64Array.from({ length: 800 }, (_, i) => 400 + 2 * i)
const smooth = (offset: number) =>
  wavenumbers.map((x, i) => Math.round(5000 + offset - x + 30 * ((Math.sin(i * 12.9898) * 43_758.5453) % 1)))
const device = { origin: 'simulated' as const, badPixels: [], saturationCounts: 65_535 }
const at = (wavenumber: number) => wavenumbers.indexOf(wavenumber)
const spectrumOf = (frames: Float64Array[], darkFrames: Float64Array[] = [], badPixels: number[] = []) =>
  measuredSpectrum({
    device: { ...device, badPixels },
    frames: frames.map(recordedFrame),
    darkFrames: darkFrames.map(recordedFrame),
  })

describe('measuredSpectrum', () => {
  it('is the mean less the dark, and leaves a clean spectrum as it is', () => {
    const frames = [smooth(0), smooth(100)]
    const { measured, despiked, cleanFrames, dark, spikes } = spectrumOf(frames, [wavenumbers.map(() => 600)])
    expect(measured[10]).toBe((frames[0]![10]! + frames[1]![10]!) / 2 - 600)
    expect([...despiked]).toEqual([...measured])
    expect(cleanFrames.map((frame) => [...frame])).toEqual(frames.map((frame) => [...frame]))
    expect(dark?.[10]).toBe(600)
    expect(spikes).toEqual([])
  })

  it('removes a cosmic ray from what the recipe gets, and says where it was', () => {
    const hit = smooth(0)
    hit[at(1200)]! += 4000
    hit[at(1202)]! += 2500
    const { despiked, measured, spikes } = spectrumOf([hit, smooth(0)])
    expect(measured[at(1200)]! - smooth(0)[at(1200)]!).toBe(2000)
    expect(Math.abs(despiked[at(1200)]! - smooth(0)[at(1200)]!)).toBeLessThan(60)
    expect(spikes).toEqual([{ frame: 0, pixel: at(1200), width: 2 }])
  })

  it('removes one from the dark frames', () => {
    const dark = (seed: number) =>
      wavenumbers.map((_, i) => 600 + Math.round(5 * Math.sin(1e4 * Math.sin(i * seed))))
    const hit = dark(2)
    hit[at(1200)]! += 900
    const { despiked, darkSpikes } = spectrumOf([smooth(0)], [dark(1), hit, dark(3)])
    expect(despiked[at(1200)]! + 600).toBeCloseTo(smooth(0)[at(1200)]!, -1.5)
    expect(darkSpikes).toHaveLength(1)
  })

  it('leaves lines of the room in a dark frame, so that they are subtracted', () => {
    const room = (counts: Float64Array) => counts.map((count, i) => (i === at(1200) ? count + 900 : count))
    const dark = wavenumbers.map((_, i) => 600 + Math.round(5 * Math.sin(1e4 * Math.sin(i))))
    const lit = [1, 2, 3].map((k) => room(smooth(k)))
    const { despiked, darkSpikes } = spectrumOf(lit, [room(dark)])
    expect(darkSpikes).toEqual([])
    expect(Math.abs(despiked[at(1200)]! + 600 - smooth(2)[at(1200)]!)).toBeLessThan(30)
    expect(spectrumOf([1, 2, 3].map(smooth), [room(dark)]).darkSpikes).toHaveLength(1)
  })

  it('interpolates bad pixels, which are no spikes', () => {
    const spoilt = smooth(0)
    spoilt[at(900)] = 65_535
    const { measured, spikes } = spectrumOf([spoilt], [], [at(900)])
    expect(Math.abs(measured[at(900)]! - smooth(0)[at(900)]!)).toBeLessThan(60)
    expect(spikes).toEqual([])
  })
})
