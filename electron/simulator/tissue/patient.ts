import { choose } from '../random/choose'
import type { Random } from '../random/random'
import { type BodySite, drawComposition, skinTypes, type SkinType } from './composition'
import {
  type AgeDistribution,
  classNames,
  type ClassName,
  type Label,
  LESION_CLASSES,
  type Sex,
} from './lesionClasses'
import { drawTissue, type Tissue } from './tissue'

/** A simulated patient with one lesion. */
export interface Patient {
  readonly class: ClassName
  readonly label: Label
  readonly age: number
  readonly sex: Sex
  readonly site: BodySite
  readonly skinType: SkinType
  readonly lesion: Tissue
}

export const AGES = { youngest: 18, oldest: 95 }

/** How likely an age in whole years is, relative to the most likely. */
export function ageWeight({ mean, spread }: AgeDistribution, age: number): number {
  return Math.exp(-(((age - mean) / spread) ** 2) / 2)
}

/** Draws a patient. What is `given` is kept, the rest follows the class. */
export function drawPatient(
  random: Random,
  given: { label?: Label; class?: ClassName; skinType?: SkinType } = {},
): Patient {
  const name = given.class ?? choose(random, classShares(given.label))
  const lesionClass = LESION_CLASSES[name]
  const site = choose(random, lesionClass.sites)
  const skinType = given.skinType ?? drawSkinType(random, lesionClass.skinTypes)
  return {
    class: name,
    label: lesionClass.label,
    age: drawAge(random, lesionClass.age),
    sex: random.uniform() < lesionClass.maleShare ? 'male' : 'female',
    site,
    skinType,
    lesion: drawTissue(random, drawComposition(random, site, skinType, lesionClass.shift)),
  }
}

/** Shares of the classes among the lesions of a label, or among all, benign and malignant alike often. */
function classShares(label?: Label): Record<ClassName, number> {
  return Object.fromEntries(
    classNames.map((name) => {
      const { label: its, share } = LESION_CLASSES[name]
      return [name, label === undefined || its === label ? share : 0]
    }),
  ) as Record<ClassName, number>
}

function drawSkinType(random: Random, shares: readonly number[]): SkinType {
  const byType = Object.fromEntries(skinTypes.map((type) => [type, shares[type - 1]!]))
  return Number(choose(random, byType)) as SkinType
}

function drawAge(random: Random, ages: AgeDistribution): number {
  for (;;) {
    const age = AGES.youngest + Math.floor((AGES.oldest - AGES.youngest + 1) * random.uniform())
    if (random.uniform() < ageWeight(ages, age)) return age
  }
}
