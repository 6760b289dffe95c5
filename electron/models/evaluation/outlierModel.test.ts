import { describe, expect, test } from 'vitest'
import { normals } from './fixtures'
import { fitOutlierModel, outlierModelSchema, prepareOutlierScore } from './outlierModel'

const POINTS = 120
const band = (centre: number, width: number) =>
  Float64Array.from({ length: POINTS }, (_, i) => Math.exp(-(((i - centre) / width) ** 2)))
const shapes = [15, 35, 55, 75, 95].map((centre) => band(centre, 6))

/** Mixtures of five bands, with noise. */
function draw(count: number, seed: number): Float64Array {
  const normal = normals(seed)
  const spectra = new Float64Array(count * POINTS)
  for (let row = 0; row < count; row++) {
    const amounts = shapes.map(() => 1 + 0.2 * normal())
    for (let i = 0; i < POINTS; i++)
      spectra[row * POINTS + i] =
        shapes.reduce((sum, shape, k) => sum + amounts[k]! * shape[i]!, 0) + 0.03 * normal()
  }
  return spectra
}

const fitted = fitOutlierModel(draw(200, 1), draw(60, 2), POINTS, { components: 5 })
const model = outlierModelSchema.parse(JSON.parse(JSON.stringify(fitted)))
const scoreOf = prepareOutlierScore(model)
const rowsOf = (spectra: Float64Array) =>
  Array.from({ length: spectra.length / POINTS }, (_, row) =>
    spectra.subarray(row * POINTS, (row + 1) * POINTS),
  )

describe('the outlier model', () => {
  test('finds about as many familiar spectra unlike as it is told to', () => {
    const alarms = rowsOf(draw(2000, 3)).filter((spectrum) => scoreOf(spectrum).score > 1).length
    expect(alarms / 2000).toBeLessThan(0.03)
    expect(alarms).toBeGreaterThan(0)
  })

  test('finds a band that the training had none of, by its residual', () => {
    const extra = band(110, 3)
    for (const spectrum of rowsOf(draw(20, 4))) {
      const { score, residual, hotelling } = scoreOf(spectrum.map((value, i) => value + 0.5 * extra[i]!))
      expect(score).toBe(residual)
      expect(residual).toBeGreaterThan(3)
      expect(hotelling).toBeLessThan(2)
    }
  })

  test("finds known bands in unknown amounts, by Hotelling's T²", () => {
    for (const spectrum of rowsOf(draw(20, 5))) {
      const { score, hotelling } = scoreOf(spectrum.map((value, i) => value + 2 * shapes[1]![i]!))
      expect(score).toBe(hotelling)
      expect(hotelling).toBeGreaterThan(2)
    }
  })

  test('is the same from its JSON, and refuses another grid and too few spectra', () => {
    const [spectrum] = rowsOf(draw(1, 6))
    expect(scoreOf(spectrum!)).toEqual(prepareOutlierScore(fitted)(spectrum!))
    expect(() => scoreOf(spectrum!.subarray(1))).toThrow(
      expect.objectContaining({ code: 'model.wrongShape' }),
    )
    expect(() => fitOutlierModel(draw(200, 1), draw(9, 2), POINTS)).toThrow(
      expect.objectContaining({ code: 'dataset.tooSmall' }),
    )
  })
})
