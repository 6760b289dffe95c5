import { describe, expect, test } from 'vitest'
import { calibrationLine } from './calibrationLine'
import { drawPredictions } from './fixtures'
import { logit } from './logit'

const { probabilities, targets } = drawPredictions({ seed: 2, patients: 20_000, separation: 1.5 })
const logits = Float64Array.from(probabilities, (probability) => logit(probability))
const once = new Uint8Array(logits.length).fill(1)

describe('calibrationLine', () => {
  test('is the diagonal for a calibrated model, and undoes what was done to it', () => {
    const { slope, intercept } = calibrationLine(logits, targets, once)
    expect(slope).toBeCloseTo(1, 1)
    expect(intercept).toBeCloseTo(0, 1)
    const bent = logits.map((value) => 3 * value + 1.2)
    const undone = calibrationLine(bent, targets, once)
    expect(undone.slope).toBeCloseTo(slope / 3, 10)
    expect(undone.intercept).toBeCloseTo(intercept - (1.2 * slope) / 3, 10)
  })

  test('does not depend on where it starts, and takes counts for spectra', () => {
    const counts = Uint8Array.from(logits, (_, i) => i % 3)
    const rows = Array.from(counts).flatMap((count, i) => Array<number>(count).fill(i))
    const repeated = calibrationLine(
      Float64Array.from(rows, (row) => logits[row]!),
      rows.map((row) => targets[row]!),
      new Uint8Array(rows.length).fill(1),
    )
    const counted = calibrationLine(logits, targets, counts, { slope: 0.9, intercept: 0.1 })
    expect(counted.slope).toBeCloseTo(repeated.slope, 10)
    expect(counted.intercept).toBeCloseTo(repeated.intercept, 10)
  })

  test('is none where the classes are apart or one is missing', () => {
    const all = new Uint8Array(4).fill(1)
    expect(calibrationLine(Float64Array.of(-2, -1, 1, 2), [0, 0, 1, 1], all).slope).toBeNaN()
    expect(calibrationLine(Float64Array.of(-2, -1, 1, 2), [1, 1, 1, 1], all).slope).toBeNaN()
  })
})
