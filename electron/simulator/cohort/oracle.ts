import { createRandom } from '../random/random'
import {
  bodySites,
  LOG_SPREAD,
  meanLogAmount,
  skinTypes,
  type BodySite,
  type SkinType,
} from '../tissue/composition'
import { classNames, type ClassName, type Label, LESION_CLASSES } from '../tissue/lesionClasses'
import { moleculeNames } from '../tissue/molecules'
import { AGES, ageWeight, drawPatient, type Patient } from '../tissue/patient'
import { areaUnderCurve } from './areaUnderCurve'

/** What the truth about a patient is, without the diagnosis. A row of a cohort is one. */
type Subject = Omit<Patient, 'class' | 'label'>

/** What an oracle is shown: the true amounts behind a spectrum, the patient's age, sex, site and skin type, or both. */
export type Sight = 'spectrum' | 'metadata' | 'both'

/**
 * The logarithm of the likelihood ratio of malignant to benign, from the exact densities that the simulator draws from, each label the
 * mixture of its classes. By the lemma of Neyman and Pearson no classifier that is shown the same, or less (a noisy spectrum made
 * from the amounts), has a larger area under the curve in the long run.
 */
export function oracleScore(patient: Subject, sight: Sight): number {
  return logDensity(patient, 'malignant', sight) - logDensity(patient, 'benign', sight)
}

/** Area under the curve of the oracles on a cohort of this size, half of it malignant. */
export function measureOracle(options: { patients: number; seed: number }): Record<Sight, number> {
  const random = createRandom(options.seed)
  const patients = Array.from({ length: options.patients }, (_, i) =>
    drawPatient(random, { label: i % 2 === 0 ? 'benign' : 'malignant' }),
  )
  const malignant = patients.map(({ label }) => label === 'malignant')
  const measure = (sight: Sight): number =>
    areaUnderCurve(
      patients.map((patient) => oracleScore(patient, sight)),
      malignant,
    )
  return { spectrum: measure('spectrum'), metadata: measure('metadata'), both: measure('both') }
}

function logDensity(patient: Subject, label: Label, sight: Sight): number {
  const classes = classNames.filter((name) => LESION_CLASSES[name].label === label)
  return logSumExp(
    classes.map((name) => Math.log(LESION_CLASSES[name].share) + logDensityInClass(patient, name, sight)),
  )
}

function logDensityInClass(patient: Subject, name: ClassName, sight: Sight): number {
  const { site, skinType } = patient
  switch (sight) {
    case 'metadata':
      return logMetadata(patient, name)
    case 'both':
      return logMetadata(patient, name) + logComposition(patient, name, site, skinType)
    case 'spectrum':
      // Site and skin type move the amounts, and are not seen: all of them are possible.
      return logSumExp(
        bodySites.flatMap((unseenSite) =>
          skinTypes.map(
            (unseenType) =>
              logPlace(name, unseenSite, unseenType) + logComposition(patient, name, unseenSite, unseenType),
          ),
        ),
      )
  }
}

/** Log density of the amounts, less terms that no class changes. */
function logComposition(patient: Subject, name: ClassName, site: BodySite, skinType: SkinType): number {
  const { shift } = LESION_CLASSES[name]
  return moleculeNames.reduce((sum, molecule) => {
    const amount = Math.log(patient.lesion.composition[molecule])
    const standardised = (amount - meanLogAmount(molecule, site, skinType)) / LOG_SPREAD[molecule]
    return sum - (standardised - (shift[molecule] ?? 0)) ** 2 / 2
  }, 0)
}

function logMetadata(patient: Subject, name: ClassName): number {
  const { age, maleShare } = LESION_CLASSES[name]
  let all = 0
  for (let years = AGES.youngest; years <= AGES.oldest; years++) all += ageWeight(age, years)
  const sex = patient.sex === 'male' ? maleShare : 1 - maleShare
  return Math.log((ageWeight(age, patient.age) / all) * sex) + logPlace(name, patient.site, patient.skinType)
}

function logPlace(name: ClassName, site: BodySite, skinType: SkinType): number {
  const { sites, skinTypes: types } = LESION_CLASSES[name]
  return Math.log((sites[site] / total(Object.values(sites))) * (types[skinType - 1]! / total(types)))
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values)
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0))
}
