import { expect, it } from 'vitest'
import { chosenRun, publishedChoices } from './runChoices'

it('as published changes nothing of a system, and asks for nothing beside the run', () => {
  expect(chosenRun('cnn5', publishedChoices)).toEqual({
    settings: {},
    classes: 'asLabelled',
    groupBy: [],
    operatingRule: { name: 'sensitivity', sensitivity: 0.9 },
    sitePrevalence: null,
  })
})

it('takes what was changed, in the units of a run', () => {
  const choices = {
    ...publishedChoices,
    settings: { epochs: 20, batch: 32 },
    augmentation: { shift: 2, noise: 0 },
    groupBy: 'instrument',
    rule: 'youden',
    prevalenceKnown: true,
    answered: 90,
    repeats: 5,
  } as const
  expect(chosenRun('cnn5', choices)).toEqual({
    settings: { epochs: 20, augmentation: { shift: 2 } },
    classes: 'asLabelled',
    groupBy: ['instrument'],
    operatingRule: { name: 'youden' },
    sitePrevalence: 0.05,
    answered: 0.9,
    crossValidation: { folds: 5, repeats: 5 },
  })
})

it('varies no spectra for a system that is not trained on varied ones', () => {
  const choices = { ...publishedChoices, augmentation: { shift: 2 }, settings: { epochs: 20 } }
  expect(chosenRun('resnet50', choices).settings).toEqual({ epochs: 20 })
  expect(chosenRun('logistic', choices).settings).toEqual({})
})
