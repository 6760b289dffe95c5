import { describe, expect, test } from 'vitest'
import { StokesError } from '../../contract/errors'
import { checkPredictions, saidClasses, selectPredictions, type Predictions } from './predictions'

const two: Predictions = {
  classes: ['benign', 'malignant'],
  patients: ['a', 'a', 'b'],
  targets: [0, 0, 1],
  probabilities: [0.2, 0.5, 0.9],
  groups: { site: ['arm', null, 'leg'] },
}
const three: Predictions = {
  classes: ['benign', 'dysplastic', 'malignant'],
  patients: ['a', 'b'],
  targets: [0, 2],
  probabilities: [0.5, 0.3, 0.2, 0.1, 0.3, 0.6],
}

describe('predictions', () => {
  test('say the second of two classes from the threshold on, of more the most probable', () => {
    expect([...saidClasses(two, 0.5)]).toEqual([0, 1, 1])
    expect([...saidClasses(three, 0.5)]).toEqual([0, 2])
  })

  test('are chosen with all that belongs to them', () => {
    expect(selectPredictions(two, [2, 1])).toEqual({
      classes: two.classes,
      patients: ['b', 'a'],
      targets: [1, 0],
      probabilities: [0.9, 0.5],
      groups: { site: ['leg', null] },
    })
    expect(selectPredictions(three, [1]).probabilities).toEqual([0.1, 0.3, 0.6])
  })

  test.each<[string, Predictions, string]>([
    ['targets', { ...two, targets: [0, 1] }, 'dataset.invalid'],
    ['a group', { ...two, groups: { site: ['arm'] } }, 'dataset.invalid'],
    ['probabilities', { ...three, probabilities: [0.5, 0.5] }, 'dataset.invalid'],
    ['no number', { ...two, probabilities: [0.2, NaN, 0.9] }, 'dataset.invalid'],
    ['a percentage', { ...two, probabilities: [0.2, 50, 0.9] }, 'dataset.invalid'],
    ['no such class', { ...two, targets: [0, 1, 2] }, 'dataset.invalid'],
    ['one class', { ...two, targets: [1, 1, 1] }, 'dataset.oneClass'],
    ['nothing', { ...two, patients: [], targets: [], probabilities: [], groups: {} }, 'dataset.oneClass'],
  ])('are refused: %s', (_, predictions, code) => {
    checkPredictions(two)
    checkPredictions(three)
    const refused = () => {
      checkPredictions(predictions)
    }
    expect(refused).toThrow(StokesError)
    expect(refused).toThrow(expect.objectContaining({ code }))
  })
})
