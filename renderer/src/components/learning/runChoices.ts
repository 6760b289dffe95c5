import type { Experiment, NewRun } from '../../../../electron/contract/learning'
import type { SystemName } from '../words/learningNames'
import { changedAugmentation, changedSettings } from './systemSettings'

/** What a person may change of a run, in the units of the screen. */
export interface RunChoices {
  /** Of the system; what is left out is as published. */
  settings: Record<string, number>
  augmentation: Record<string, number>
  classes: Experiment['classes']
  groupBy: 'patient' | 'bodySite' | 'instrument'
  rule: Experiment['operatingRule']['name']
  /** % */
  sensitivity: number
  prevalenceKnown: boolean
  /** % */
  prevalence: number
  /** Of the spectra, the surest, %. */
  answered: 100 | 95 | 90 | 80
  /** Of five folds; 0: no cross-validation. */
  repeats: 0 | 1 | 5
  learningCurve: boolean
}

/** A run as published. */
export const publishedChoices: Readonly<RunChoices> = {
  settings: {},
  augmentation: {},
  classes: 'asLabelled',
  groupBy: 'patient',
  rule: 'sensitivity',
  sensitivity: 90,
  prevalenceKnown: false,
  prevalence: 5,
  answered: 100,
  repeats: 0,
  learningCurve: false,
}

type Chosen = Pick<
  NewRun,
  | 'settings'
  | 'classes'
  | 'groupBy'
  | 'operatingRule'
  | 'sitePrevalence'
  | 'answered'
  | 'crossValidation'
  | 'learningCurve'
>

/** The choices as a run takes them. */
export function chosenRun(system: SystemName, choices: Readonly<RunChoices>): Chosen {
  const { classes, groupBy, rule, sensitivity, prevalenceKnown, prevalence, repeats } = choices
  return {
    settings: {
      ...changedSettings(system, choices.settings),
      ...changedAugmentation(system, choices.augmentation),
    },
    classes,
    groupBy: groupBy === 'patient' ? [] : [groupBy],
    operatingRule: rule === 'sensitivity' ? { name: rule, sensitivity: sensitivity / 100 } : { name: rule },
    sitePrevalence: prevalenceKnown ? prevalence / 100 : null,
    ...(choices.answered < 100 && { answered: choices.answered / 100 }),
    ...(repeats > 0 && { crossValidation: { folds: 5, repeats } }),
    ...(choices.learningCurve && { learningCurve: { shares: SHARES, systems: ['pca-lda', 'logistic'] } }),
  }
}

/** Of the patients that are learnt from, by systems that learn quickly: a network would be trained anew for each share. */
const SHARES = [0.125, 0.25, 0.5, 1]
