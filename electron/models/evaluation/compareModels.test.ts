import { describe, expect, test } from 'vitest'
import { bootstrapIntervals } from './bootstrap'
import { compareModels } from './compareModels'
import { delongTest } from './delongTest'
import { prepareFigures } from './figures'
import { drawPredictions, normals } from './fixtures'
import { onePerPatient } from './onePerPatient'
import type { Predictions } from './predictions'

/** The same model with noise of its own. */
function blurred(predictions: Predictions, seed: number, by: number): Predictions {
  const normal = normals(seed)
  const probabilities = Array.from(predictions.probabilities, (p) => {
    const logit = Math.log(p / (1 - p)) + by * normal()
    return 1 / (1 + Math.exp(-logit))
  })
  return { ...predictions, probabilities }
}

const options = { seed: 1, resamples: 400 }
const sharp = drawPredictions({ seed: 5, patients: 200, separation: 1.5 })

describe('two models on the same patients', () => {
  test('do not differ where they are one', () => {
    const { auc } = compareModels(
      { predictions: sharp, threshold: 0.5 },
      { predictions: sharp, threshold: 0.5 },
      options,
    )
    expect(auc).toEqual({ difference: 0, interval: [0, 0], p: 1 })
    expect(delongTest(sharp.probabilities, sharp.probabilities, sharp.targets)).toMatchObject({ z: 0, p: 1 })
  })

  test('are compared more narrowly than they are measured, and as DeLong does', () => {
    const blunt = blurred(sharp, 9, 1.2)
    const { auc } = compareModels(
      { predictions: sharp, threshold: 0.5 },
      { predictions: blunt, threshold: 0.5 },
      options,
    )
    const [low, high] = auc.interval
    const alone = bootstrapIntervals(sharp.patients, prepareFigures(blunt, 0.5), options).auc
    expect(high - low).toBeLessThan(alone[1] - alone[0])
    const delong = delongTest(sharp.probabilities, blunt.probabilities, sharp.targets)
    expect(auc.difference).toBeCloseTo(delong.difference, 12)
    expect(low).toBeCloseTo(delong.interval[0], 1.5)
    expect(high).toBeCloseTo(delong.interval[1], 1.5)
    expect(auc.p < 0.05).toBe(delong.p < 0.05)
  })

  test('say the same however often each spectrum was taken, once there is one a patient', () => {
    const blunt = blurred(sharp, 9, 1.2)
    const tenfold = ({ classes, patients, targets, probabilities }: Predictions): Predictions => {
      const repeat = <Item>(items: ArrayLike<Item>) =>
        Array.from(items).flatMap((item) => Array<Item>(10).fill(item))
      return {
        classes,
        patients: repeat(patients),
        targets: repeat(targets),
        probabilities: repeat(probabilities),
      }
    }
    const once = delongTest(sharp.probabilities, blunt.probabilities, sharp.targets)
    const many = tenfold(sharp)
    const fooled = delongTest(many.probabilities, tenfold(blunt).probabilities, many.targets)
    expect(fooled.p).toBeLessThan(once.p / 2)
    const [a, b] = [onePerPatient(many), onePerPatient(tenfold(blunt))]
    expect(delongTest(a.probabilities, b.probabilities, a.targets).p).toBeCloseTo(once.p, 8)
  })

  test('are refused on different patients', () => {
    const other = drawPredictions({ seed: 6, patients: 200, separation: 1.5 })
    expect(() =>
      compareModels({ predictions: sharp, threshold: 0.5 }, { predictions: other, threshold: 0.5 }, options),
    ).toThrow(expect.objectContaining({ code: 'dataset.invalid' }))
  })
})
