import { expect, it } from 'vitest'
import { combineSpots, type SpotAnswer } from './combineSpots'

const answer = (spot: string, probability: number | null, modelHash = 'a'): SpotAnswer => ({
  spot,
  probability,
  label: probability === null ? null : probability >= 0.5 ? 'malignant' : 'benign',
  threshold: 0.5,
  modelName: 'model',
  modelHash,
})

it('is the answer with the highest probability', () => {
  expect(combineSpots([answer('edge', 0.2), answer('centre', 0.7), answer('spot 1', 0.6)])).toEqual({
    spot: 'centre',
    probability: 0.7,
    label: 'malignant',
    threshold: 0.5,
    modelName: 'model',
    modelHash: 'a',
    spots: 3,
    spotsMeasured: 3,
  })
})

it('does not count what was withheld', () => {
  expect(combineSpots([answer('edge', null), answer('centre', 0.3)])).toMatchObject({
    probability: 0.3,
    label: 'benign',
    spots: 1,
    spotsMeasured: 2,
  })
  expect(combineSpots([answer('edge', null)])).toBeNull()
  expect(combineSpots([])).toBeNull()
})

it('compares answers of one model alone, that of the newest one that was given', () => {
  const answers = [answer('edge', null, 'new'), answer('centre', 0.1, 'b'), answer('spot 1', 0.9, 'a')]
  expect(combineSpots(answers)).toMatchObject({
    spot: 'centre',
    probability: 0.1,
    spots: 1,
    spotsMeasured: 3,
  })
})

it('is the newer one of two that are alike', () => {
  expect(combineSpots([answer('edge', 0.4), answer('centre', 0.4)])?.spot).toBe('edge')
})
