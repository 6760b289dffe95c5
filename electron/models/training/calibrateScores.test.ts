import { expect, it } from 'vitest'
import { probabilitiesOf, temperatureOf } from './calibrateScores'

it('divides the scores of many classes as those of two where they are the same question', () => {
  const logits = [-3, -1, 0.5, 2, 4, -2]
  const targets = [0, 1, 0, 1, 1, 0]
  const binary = { values: logits, each: 1 }
  const both = { values: logits.flatMap((logit) => [0, logit]), each: 2 }
  const temperature = temperatureOf(binary, targets)
  expect(temperatureOf(both, targets)).toBeCloseTo(temperature, 9)
  const second = probabilitiesOf(both, temperature).filter((_, index) => index % 2 === 1)
  probabilitiesOf(binary, temperature).forEach((probability, row) => {
    expect(second[row]).toBeCloseTo(probability, 12)
  })
})

it('does not overflow', () => {
  expect([...probabilitiesOf({ values: [1000, 0, -1000], each: 3 }, 1)]).toEqual([1, 0, 0])
})
