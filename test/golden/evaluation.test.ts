import { describe, expect, test } from 'vitest'
import type { FigureName } from '../../electron/contract/evaluation'
import { calibrationBins, calibrationError } from '../../electron/models/evaluation/calibrationError'
import { chiSquaredLimit, chiSquaredTail } from '../../electron/models/evaluation/chiSquared'
import { confusionMatrix } from '../../electron/models/evaluation/classFigures'
import { delongTest } from '../../electron/models/evaluation/delongTest'
import { prepareFigures } from '../../electron/models/evaluation/figures'
import { fitOutlierModel, prepareOutlierScore } from '../../electron/models/evaluation/outlierModel'
import { saidClasses, type Predictions } from '../../electron/models/evaluation/predictions'
import { reliabilityCurve, wilsonInterval } from '../../electron/models/evaluation/reliabilityCurve'
import { rocCurve } from '../../electron/models/evaluation/rocCurve'
import { readCases } from './golden'

interface BinaryCase {
  kind: 'binary'
  name: string
  targets: number[]
  probabilities: number[]
  other: number[]
  threshold: number
  figures: Partial<Record<FigureName, number>>
  roc: { fpr: number[]; tpr: number[] }
  pr: { precision: number[]; recall: number[] }
  delong: { z: number; p: number; difference: number; low: number; high: number }
}

type EvaluationCase =
  | BinaryCase
  | {
      kind: 'multi'
      targets: number[]
      probabilities: number[]
      confusion: number[][]
      figures: Partial<Record<FigureName, number>>
    }
  | { kind: 'reliability'; input: string; seen: number[]; said: number[]; ece: number }
  | { kind: 'wilson'; intervals: { k: number; n: number; low: number; high: number }[] }
  | {
      kind: 'chiSquared'
      tails: { x: number; df: number; tail: number }[]
      limits: { chance: number; df: number; x: number }[]
    }
  | {
      kind: 'components'
      points: number
      spectra: number[]
      new: number[]
      hotelling: number[]
      residual: number[]
    }

const cases = readCases('evaluation') as EvaluationCase[]
const casesOf = <Kind extends EvaluationCase['kind']>(kind: Kind) =>
  cases.filter((one): one is Extract<EvaluationCase, { kind: Kind }> => one.kind === kind)

const predictionsOf = (
  classes: string[],
  { targets, probabilities }: { targets: number[]; probabilities: number[] },
): Predictions => ({ classes, patients: targets.map((_, i) => `P${i}`), targets, probabilities })

function expectFigures(
  predictions: Predictions,
  threshold: number,
  expected: Partial<Record<FigureName, number>>,
): void {
  const figures = prepareFigures(predictions, threshold)(predictions.patients.map(() => 1))
  for (const [name, value] of Object.entries(expected))
    expect(figures[name as FigureName], name).toBeCloseTo(value, 10)
}

describe('evaluation against scikit-learn and SciPy', () => {
  test.each(casesOf('binary'))('figures of two classes: $name', (binary) => {
    expectFigures(predictionsOf(['benign', 'malignant'], binary), binary.threshold, binary.figures)
  })

  test.each(casesOf('binary'))('ROC and precision-recall: $name', ({ targets, probabilities, roc, pr }) => {
    const points = rocCurve(probabilities, targets)
    expect(points.map((at) => at.falsePositiveRate)).toEqual(closeTo(roc.fpr))
    expect(points.map((at) => at.truePositiveRate)).toEqual(closeTo(roc.tpr))
    // The reference gives precision from the lowest threshold up.
    expect(points.map((at) => at.precision)).toEqual(closeTo(pr.precision.toReversed()))
    expect(points.map((at) => at.truePositiveRate)).toEqual(closeTo(pr.recall.toReversed()))
  })

  test.each(casesOf('binary'))('DeLong as its definition has it: $name', (binary) => {
    const { z, p, difference, interval } = delongTest(binary.probabilities, binary.other, binary.targets)
    const { delong } = binary
    expect([z, p, difference, ...interval]).toEqual(
      closeTo([delong.z, delong.p, delong.difference, delong.low, delong.high]),
    )
  })

  test.each(casesOf('multi'))('figures of three classes', (multi) => {
    const predictions = predictionsOf(['benign', 'dysplastic', 'malignant'], multi)
    expectFigures(predictions, 0.5, multi.figures)
    expect(confusionMatrix(multi.targets, saidClasses(predictions, 0.5), 3)).toEqual(multi.confusion)
  })

  test.each(casesOf('reliability'))('reliability in bins of equal count', ({ input, seen, said, ece }) => {
    const predictions = predictionsOf(
      ['benign', 'malignant'],
      casesOf('binary').find(({ name }) => name === input)!,
    )
    const curve = reliabilityCurve(predictions)
    expect(curve.map((bin) => bin.seen)).toEqual(closeTo(seen))
    expect(curve.map((bin) => bin.said)).toEqual(closeTo(said))
    expect(calibrationError(calibrationBins(predictions))).toBeCloseTo(ece, 10)
  })

  test.each(casesOf('wilson'))("Wilson's intervals", ({ intervals }) => {
    for (const { k, n, low, high } of intervals)
      expect(wilsonInterval(k / n, n)).toEqual(closeTo([low, high]))
  })

  test.each(casesOf('chiSquared'))('chi-squared, to 1e-11 of each', ({ tails, limits }) => {
    for (const { x, df, tail } of tails)
      expect(Math.abs(chiSquaredTail(x, df) / tail - 1)).toBeLessThan(1e-11)
    for (const { chance, df, x } of limits)
      expect(Math.abs(chiSquaredLimit(chance, df) / x - 1)).toBeLessThan(1e-11)
  })

  test.each(casesOf('components'))("Hotelling's T² and the residual Q", (golden) => {
    const { points, spectra } = golden
    const model = fitOutlierModel(spectra, spectra, points, { components: 4 })
    const scoreOf = prepareOutlierScore(model)
    golden.hotelling.forEach((expected, row) => {
      const score = scoreOf(golden.new.slice(row * points, (row + 1) * points))
      // Stored in single precision.
      expect(Math.abs((score.hotelling * model.limits.hotelling) / expected - 1)).toBeLessThan(1e-5)
      expect(Math.abs((score.residual * model.limits.residual) / golden.residual[row]! - 1)).toBeLessThan(
        1e-5,
      )
    })
  })
})

/** Each as near as double precision has it. */
function closeTo(values: readonly number[]): unknown[] {
  return values.map((value) => expect.closeTo(value, 10) as unknown)
}
