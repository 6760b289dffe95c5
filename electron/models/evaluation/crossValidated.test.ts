import { expect, test } from 'vitest'
import { crossValidated, type OutOfFold } from './crossValidated'
import { drawPredictions } from './fixtures'

const twoFolds = (probabilities: number[], thresholds: number[]): OutOfFold => ({
  predictions: {
    classes: ['benign', 'malignant'],
    patients: ['a', 'b', 'c', 'd'],
    targets: [0, 1, 0, 1],
    probabilities,
  },
  thresholds: Float64Array.from(thresholds),
  folds: Uint8Array.of(0, 0, 1, 1),
})
const options = { seed: 1, resamples: 200 }

test('judges each fold at its own operating point', () => {
  // By one threshold of 0.5 half of them would be wrong.
  const right = twoFolds([0.1, 0.3, 0.6, 0.9], [0.2, 0.2, 0.7, 0.7])
  const wrong = twoFolds([0.1, 0.3, 0.6, 0.9], [0.2, 0.2, 0.5, 0.5])
  const report = crossValidated([right, wrong], null, options)
  expect(report.ofRepeats.map(({ accuracy }) => accuracy)).toEqual([1, 0.75])
  expect(report.metrics.accuracy).toBe(0.875)
  expect(report.metrics.auc).toBe(0.75)
  // Within each fold the ranking is perfect.
  expect(report.spread.auc).toEqual({ mean: 1, standardDeviation: 0, least: 1, most: 1 })
  expect(report.spread.accuracy!.mean).toBe(0.875)
  expect(report.spread.accuracy!.standardDeviation).toBeCloseTo(0.25, 12)
  expect(report.spread.calibrationSlope).toBeNull()
  expect(report.baselineMetadataOnly).toBeNull()
})

test('holds a system against what it is without spectra, patient by patient', () => {
  const folded = (separation: number): OutOfFold => {
    const predictions = drawPredictions({ seed: 5, patients: 200, separation })
    return {
      predictions,
      thresholds: new Float64Array(200).fill(0.5),
      folds: Uint8Array.from({ length: 200 }, (_, row) => row % 5),
    }
  }
  const same = crossValidated([folded(2)], [folded(2)], options).baselineMetadataOnly!
  expect(same.aucDifference).toEqual({ value: 0, interval: [0, 0] })
  const { folds, metrics, baselineMetadataOnly } = crossValidated([folded(2)], [folded(0)], options)
  expect(folds).toBe(5)
  expect(baselineMetadataOnly!.aucDifference.value).toBeCloseTo(
    metrics.auc! - baselineMetadataOnly!.metrics.auc!,
    12,
  )
  expect(baselineMetadataOnly!.aucDifference.interval![0]).toBeGreaterThan(0.2)
})
