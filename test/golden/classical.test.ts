import { describe, expect, test } from 'vitest'
import type { DesignMatrix } from '../../electron/models/classical/designMatrix'
import { fitDiscriminant } from '../../electron/models/classical/fitDiscriminant'
import { fitLogistic } from '../../electron/models/classical/fitLogistic'
import { fitMachines } from '../../electron/models/classical/fitMachines'
import { kernels, type Kernel } from '../../electron/models/classical/kernel'
import { linearScores } from '../../electron/models/classical/linearScores'
import { principalComponents, whitenedScores } from '../../electron/models/classical/principalComponents'
import { readCases } from './golden'

interface ClassicalCase {
  classes: number
  train: number[][]
  labels: number[]
  test: number[][]
  logistic: { penalty: number; scores: number[] }[]
  svm: { kernel: Kernel['name']; cost: number; gamma: number; decisions: number[] }[]
  /** Of the first rows alone, whitened. */
  pca: WhitenedScores
  widePca: WhitenedScores
  lda: { shrinkage: number | 'Ledoit-Wolf'; scores: number[] }[]
}

interface WhitenedScores {
  rows: number
  components: number
  scores: number[][]
}

const table = (rows: number[][]): DesignMatrix => ({
  values: Float64Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]!.length,
})

function expectNear(actual: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  expect(actual.length).toBe(expected.length)
  const largest = Math.max(...expected.map(Math.abs))
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(tolerance * largest)
  })
}

const cases = readCases('classical') as ClassicalCase[]

describe.each(cases)('what scikit-learn says of $classes classes', (golden) => {
  const { classes } = golden
  const train = table(golden.train)
  const labels = Uint8Array.from(golden.labels)
  const unseen = table(golden.test)

  test.each(golden.logistic)('logistic regression, penalty $penalty', ({ penalty, scores }) => {
    const fitted = fitLogistic(train, labels, { classes, penalty, tolerance: 1e-9 })
    expectNear(linearScores(unseen, fitted).values, scores, 1e-6)
  })

  test.each(golden.svm)('LIBSVM, $kernel, C = $cost', ({ kernel: name, cost, gamma, decisions }) => {
    const kernel = { name, gamma }
    const machines = fitMachines(kernels(train, train, kernel), labels, classes, cost, { tolerance: 1e-10 })
    // LIBSVM rounds a kernel to single precision; the linear one of these rows has nothing to lose.
    expectNear(
      linearScores(kernels(unseen, train, kernel), machines).values,
      decisions,
      name === 'linear' ? 1e-9 : 1e-6,
    )
  })

  test.each([golden.pca, golden.widePca])(
    'principal components of $rows rows, but for their signs',
    (pca) => {
      const found = principalComponents(table(golden.train.slice(0, pca.rows)), pca.components)
      const scores = whitenedScores(unseen, found).values
      expectNear(scores.map(Math.abs), pca.scores.flat().map(Math.abs), 1e-9)
    },
  )

  test.each(golden.lda)('discriminant, shrinkage $shrinkage', ({ shrinkage, scores }) => {
    const share = typeof shrinkage === 'number' ? shrinkage : undefined
    expectNear(linearScores(unseen, fitDiscriminant(train, labels, classes, share)).values, scores, 1e-9)
  })
})
