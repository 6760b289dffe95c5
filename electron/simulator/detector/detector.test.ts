import { describe, expect, it } from 'vitest'
import { createRandom } from '../random/random'
import { addCosmicRays, COSMIC_RAYS_PER_SECOND } from './cosmicRays'
import { darkCurrentAt } from './darkCurrent'
import { createFixedPattern } from './fixedPattern'
import { BIAS, createSensor, GAIN, READ_NOISE, SATURATION } from './sensor'

const PIXELS = 1024
const COLD = -60
const sensor = createSensor(createRandom(1), PIXELS)
const expose = (seed: number, photoelectrons: number, integrationTimeMs = 10, temperature = COLD) =>
  sensor.readOut(
    createRandom(seed),
    new Float64Array(PIXELS).fill(photoelectrons),
    integrationTimeMs,
    temperature,
  )
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

describe('sensor', () => {
  it('shows a photon transfer curve with a slope of one over the gain and the read noise at its foot', () => {
    const points = [0, 2000, 10_000, 40_000, 100_000].map((photoelectrons) => {
      const pairs = Array.from({ length: 20 }, (_, i) => {
        const a = expose(2 * i, photoelectrons).counts
        const b = expose(2 * i + 1, photoelectrons).counts
        return {
          level: mean(a) - BIAS,
          variance: mean(Array.from(a, (count, p) => (count - b[p]!) ** 2)) / 2,
        }
      })
      return { level: mean(pairs.map((p) => p.level)), variance: mean(pairs.map((p) => p.variance)) }
    })
    expect(Math.sqrt(points[0]!.variance)).toBeCloseTo(READ_NOISE / GAIN, 0)
    for (const { level, variance } of points.slice(1)) {
      const slope = (variance - points[0]!.variance) / level
      expect(Math.abs(slope * GAIN - 1)).toBeLessThan(0.04)
    }
  })

  it('clips at 65 535 and counts the saturated pixels', () => {
    const photoelectrons = new Float64Array(PIXELS)
    photoelectrons.fill(200_000, 100, 130)
    const { counts, saturatedPixels } = sensor.readOut(createRandom(1), photoelectrons, 10, COLD)
    expect(saturatedPixels).toBe(30)
    expect(counts.filter((count) => count === SATURATION)).toHaveLength(30)
    expect(counts[99]).toBeLessThan(1000)
  })

  it('is dark by its temperature and its time', () => {
    const level = (ms: number, temperature: number) => mean(expose(1, 0, ms, temperature).counts) - BIAS
    expect(level(1000, -10)).toBeGreaterThan(5 * level(1000, -40))
    expect(level(10_000, -10) / level(1000, -10)).toBeCloseTo(10, 0)
    expect(Math.abs(level(1000, COLD))).toBeLessThan(5)
  })

  it('repeats for the same noise and keeps its hot columns', () => {
    expect(expose(5, 1000).counts).toEqual(expose(5, 1000).counts)
    expect(expose(5, 1000).counts).not.toEqual(expose(6, 1000).counts)
    const warm = expose(5, 0, 1000, -20).counts
    const [, ...hot] = sensor.badPixels
    for (const pixel of hot) expect(warm[pixel]! - BIAS).toBeGreaterThan(3 * (mean(warm) - BIAS))
  })
})

describe('darkCurrentAt', () => {
  it('doubles every six to nine degrees below room temperature', () => {
    for (const celsius of [-40, -20, 0, 15]) {
      expect(darkCurrentAt(celsius + 6) / darkCurrentAt(celsius)).toBeLessThan(2.1)
      expect(darkCurrentAt(celsius + 9) / darkCurrentAt(celsius)).toBeGreaterThan(2)
    }
  })
})

describe('createFixedPattern', () => {
  it.each([1024, 2048])('has four bad columns in 1 024, none at an end or beside another', (pixels) => {
    for (let seed = 0; seed < 200; seed++) {
      const { badPixels } = createFixedPattern(createRandom(seed), pixels)
      expect(badPixels).toHaveLength(pixels / 256)
      const edges = [-1, ...badPixels, pixels]
      edges.slice(1).forEach((edge, i) => {
        expect(edge - edges[i]!).toBeGreaterThan(2)
      })
    }
  })
})

describe('addCosmicRays', () => {
  it('hits at its rate, one to four columns wide', () => {
    const random = createRandom(2)
    const widths: number[] = []
    const exposures = 3000
    for (let i = 0; i < exposures; i++) {
      const electrons = new Float64Array(PIXELS)
      addCosmicRays(random, electrons, 10 * COSMIC_RAYS_PER_SECOND)
      const lit = electrons.filter((charge) => charge > 0).length
      if (lit > 0) widths.push(lit)
    }
    const expected = exposures * (1 - Math.exp(-10 * COSMIC_RAYS_PER_SECOND))
    expect(Math.abs(widths.length - expected)).toBeLessThan(4 * Math.sqrt(expected))
    expect(new Set(widths.filter((width) => width <= 4))).toEqual(new Set([1, 2, 3, 4]))
  })
})
