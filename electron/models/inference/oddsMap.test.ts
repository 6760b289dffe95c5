import { expect, test } from 'vitest'
import { oddsMap, oddsSlopes } from './oddsMap'

const scores = [1, -0.5, 2, 0.3]

test.each([[[2]], [[0, 3]], [[0, 1, 2]]])('are the slopes of the log-odds of %j', (asked) => {
  const sumOf = (values: readonly number[], of: (index: number) => boolean) =>
    values.reduce((sum, value, index) => sum + (of(index) ? Math.exp(value) : 0), 0)
  const logOdds = (values: readonly number[]) =>
    Math.log(
      sumOf(values, (index) => asked.includes(index)) / sumOf(values, (index) => !asked.includes(index)),
    )
  const slopes = oddsSlopes(scores, asked)
  const step = 1e-6
  slopes.forEach((slope, index) => {
    const rise =
      logOdds(scores.with(index, scores[index]! + step)) - logOdds(scores.with(index, scores[index]! - step))
    expect(slope).toBeCloseTo(rise / (2 * step), 8)
  })
})

test('are the same however far all scores are moved together, also where a probability is rounded to 1', () => {
  const sure = [400, 399, 0]
  expect(oddsSlopes(sure, [0])[1]).toBeCloseTo(-1, 12)
  expect(oddsSlopes([401, 400, 1], [0])).toEqual(oddsSlopes(sure, [0]))
  expect(oddsSlopes(sure, [2])[0]).toBeCloseTo(-1 / (1 + Math.exp(-1)), 12)
})

test('weigh the maps of the scores', () => {
  const maps = Float32Array.of(1, 0, 10, 1, 0, 5)
  // The others as likely as each other: each counts by half.
  expect([...oddsMap([3, 1, 1], maps, [0])]).toEqual([1 - 5, 0 - 3])
  expect(oddsMap([3, 1, 1], maps, [1, 2])).toEqual(oddsMap([3, 1, 1], maps, [0]).map((value) => -value))
})
