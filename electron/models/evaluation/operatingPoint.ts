import { StokesError } from '../../contract/errors'
import { probabilitiesEach, type Predictions } from './predictions'
import { thresholdForSensitivity } from './thresholdForSensitivity'
import { youdenThreshold } from './youdenThreshold'

/** How a clinic wants the operating point chosen; of more than two classes the most probable is always said. */
export type OperatingRule =
  { name: 'youden' } | { name: 'sensitivity'; sensitivity: number } | { name: 'mostProbable' }

export interface OperatingPoint {
  /** Of two classes: the second at or above it. */
  threshold: number
  /** For people. */
  rule: string
  /** The patients that it was chosen on: no figure is given on them. */
  chosenOn: readonly string[]
}

/** Chooses the operating point on patients of its own (calibration, validation), never on those it is evaluated on. */
export function chooseOperatingPoint(chosenOn: Predictions, rule: OperatingRule): OperatingPoint {
  const { probabilities, targets } = chosenOn
  const patients = [...new Set(chosenOn.patients)]
  const on = `on ${patients.length} patients that no figure is from`
  if (rule.name === 'mostProbable' || probabilitiesEach(chosenOn) > 1)
    return { threshold: 0.5, rule: 'the most probable class', chosenOn: [] }
  if (rule.name === 'youden')
    return {
      threshold: youdenThreshold(probabilities, targets),
      rule: `highest sum of sensitivity and specificity (Youden) ${on}`,
      chosenOn: patients,
    }
  return {
    threshold: thresholdForSensitivity(probabilities, targets, rule.sensitivity),
    rule: `sensitivity of at least ${rule.sensitivity} ${on}`,
    chosenOn: patients,
  }
}

/** @throws StokesError `dataset.patientInTwoParts` where a patient chose the operating point and is evaluated on */
export function requireChosenElsewhere({ chosenOn }: OperatingPoint, evaluated: readonly string[]): void {
  const chose = new Set(chosenOn)
  const both = [...new Set(evaluated)].filter((patient) => chose.has(patient))
  if (both.length === 0) return
  throw new StokesError(
    'dataset.patientInTwoParts',
    `The operating point was chosen on ${both.length} of the patients to be evaluated on (${both[0]!}${both.length > 1 ? ' and others' : ''}): its figures would be too good.`,
    { tip: 'Leave these patients out, or choose the operating point on others.' },
  )
}
