import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../../../../electron/contract/learning'
import { expectedMs } from './expectedTime'

const run = (system: string, wallTimeMs: number, state = 'finished', settings = {}) =>
  ({ state, wallTimeMs, experiment: { system, settings, dataSetHash: 'a' } }) as RunSummary
const sizes = (hash: string) => (hash === 'a' ? 100 : null)

describe('expectedMs', () => {
  it('goes by the last run of the same system', () => {
    const runs = [
      run('cnn5', 1, 'failed'),
      run('logistic', 9),
      run('cnn5', 3, 'finished', { epochs: 2 }),
      run('cnn5', 20_000),
      run('cnn5', 1),
    ]
    expect(expectedMs('cnn5', 200, runs, sizes)).toBe(40_000)
  })

  it('knows something where there was none, or its data set is gone', () => {
    expect(expectedMs('pca-lda', 1000, [], sizes)).toBe(20_000)
    expect(expectedMs('pca-lda', 1000, [run('pca-lda', 5)], () => null)).toBe(20_000)
  })
})
