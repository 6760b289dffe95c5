import { createRandom } from '../random/random'
import { bodySites, LOG_SPREAD, meanLogAmount, skinTypes } from '../tissue/composition'
import { classNames, type Label, LESION_CLASSES, type LesionClass } from '../tissue/lesionClasses'
import { moleculeNames } from '../tissue/molecules'
import { AGES, ageWeight, drawPatient, type Patient } from '../tissue/patient'
import { areaUnderCurve } from './areaUnderCurve'

/**
 * What an oracle is shown: the true amounts behind a spectrum, the patient's age, sex, site and skin type, or
 * both.
 */
export type Sight = 'spectrum' | 'metadata' | 'both'

/** The truth about a patient without the diagnosis. A row of a cohort is one. */
type Subject = Omit<Patient, 'class' | 'label'>

/**
 * The logarithm of the likelihood ratio of malignant to benign, from the exact densities that the simulator
 * draws from, each label the mixture of its classes. By the lemma of Neyman and Pearson no classifier that is
 * shown the same, or less (a noisy spectrum made from the amounts), has a larger area under the curve in the
 * long run.
 */
export function oracleScore(subject: Subject, sight: Sight): number {
  const logAmounts = moleculeNames.map((molecule) => Math.log(subject.lesion.composition[molecule]))
  const logDensity = (label: Label): number =>
    logSumExp(
      CLASS_DENSITIES.filter((density) => density.label === label).map(
        (density) => density.logShare + density.log(subject, logAmounts, sight),
      ),
    )
  return logDensity('malignant') - logDensity('benign')
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

interface ClassDensity {
  readonly label: Label
  readonly logShare: number
  /** Log density of what is seen, less terms that are the same in every class. */
  log(subject: Subject, logAmounts: readonly number[], sight: Sight): number
}

const CLASS_DENSITIES: readonly ClassDensity[] = classNames.map((name) => classDensity(LESION_CLASSES[name]))

function classDensity(lesionClass: LesionClass): ClassDensity {
  // Site and skin type move the amounts. An oracle that does not see them takes all of them as possible.
  const places = bodySites.flatMap((site) =>
    skinTypes.map((skinType) => ({
      site,
      skinType,
      logProbability: Math.log(
        (lesionClass.sites[site] / total(Object.values(lesionClass.sites))) *
          (lesionClass.skinTypes[skinType - 1]! / total(lesionClass.skinTypes)),
      ),
      centres: moleculeNames.map(
        (molecule) =>
          meanLogAmount(molecule, site, skinType) + LOG_SPREAD[molecule] * (lesionClass.shift[molecule] ?? 0),
      ),
    })),
  )
  const years = Array.from({ length: AGES.oldest - AGES.youngest + 1 }, (_, i) => AGES.youngest + i)
  const allAges = total(years.map((age) => ageWeight(lesionClass.age, age)))

  return {
    label: lesionClass.label,
    logShare: Math.log(lesionClass.share),
    log: (subject, logAmounts, sight) => {
      if (sight === 'spectrum') {
        return logSumExp(places.map((place) => place.logProbability + logNormal(logAmounts, place.centres)))
      }
      const place = places.find(
        ({ site, skinType }) => site === subject.site && skinType === subject.skinType,
      )!
      const sex = subject.sex === 'male' ? lesionClass.maleShare : 1 - lesionClass.maleShare
      const age = ageWeight(lesionClass.age, subject.age) / allAges
      const metadata = place.logProbability + Math.log(sex * age)
      return sight === 'metadata' ? metadata : metadata + logNormal(logAmounts, place.centres)
    },
  }
}

function logNormal(logAmounts: readonly number[], centres: readonly number[]): number {
  return moleculeNames.reduce(
    (sum, molecule, i) => sum - ((logAmounts[i]! - centres[i]!) / LOG_SPREAD[molecule]) ** 2 / 2,
    0,
  )
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values)
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0))
}
