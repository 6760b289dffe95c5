import type { BodySite, Composition } from './composition'

export type Label = 'benign' | 'malignant'
export type Sex = 'female' | 'male'

/** A normal distribution in years, on whole years from 18 to 95. */
export interface AgeDistribution {
  readonly mean: number
  readonly spread: number
}

/** A class of lesions: who has it where, and how it differs from the skin around it. */
export interface LesionClass {
  readonly label: Label
  /** Share among the lesions of its label. */
  readonly share: number
  readonly age: AgeDistribution
  readonly maleShare: number
  /** Relative, in any unit. */
  readonly sites: Readonly<Record<BodySite, number>>
  /** Relative frequency of Fitzpatrick I to VI. */
  readonly skinTypes: readonly [number, number, number, number, number, number]
  /**
   * Mean change of each amount against normal skin, in standard deviations of its logarithm within a class.
   */
  readonly shift: Partial<Composition>
}

export const classNames = [
  'naevus',
  'dysplastic-naevus',
  'seborrhoeic-keratosis',
  'melanoma',
  'basal-cell-carcinoma',
  'squamous-cell-carcinoma',
] as const
export type ClassName = (typeof classNames)[number]

/**
 * The classes. Directions are published; sizes are assumptions, on one common scale: see docs/simulator.md.
 * Every class overlaps every other in every molecule.
 */
export const LESION_CLASSES: Readonly<Record<ClassName, LesionClass>> = {
  naevus: {
    label: 'benign',
    share: 0.5,
    age: { mean: 52, spread: 15 },
    maleShare: 0.47,
    sites: { head: 14, neck: 5, trunk: 24, back: 27, arm: 12, hand: 1, leg: 15, foot: 2 },
    skinTypes: [9, 30, 32, 16, 9, 4],
    shift: {
      melanin: 1.7,
      nucleicAcid: 0.5,
      collagen: -0.3,
      elastin: -0.2,
      keratin: -0.2,
      phospholipid: 0.2,
    },
  },
  'dysplastic-naevus': {
    label: 'benign',
    share: 0.2,
    age: { mean: 52, spread: 15 },
    maleShare: 0.53,
    sites: { head: 7, neck: 5, trunk: 26, back: 34, arm: 11, hand: 1, leg: 14, foot: 2 },
    skinTypes: [12, 34, 32, 14, 6, 2],
    shift: {
      melanin: 1.9,
      nucleicAcid: 0.9,
      collagen: -0.5,
      elastin: -0.3,
      triolein: -0.2,
      ceramide: -0.2,
      keratin: -0.2,
      carotenoid: -0.2,
      phospholipid: 0.2,
      water: 0.2,
    },
  },
  'seborrhoeic-keratosis': {
    label: 'benign',
    share: 0.3,
    age: { mean: 63, spread: 13 },
    maleShare: 0.52,
    sites: { head: 26, neck: 8, trunk: 22, back: 24, arm: 8, hand: 3, leg: 8, foot: 1 },
    skinTypes: [9, 30, 32, 16, 9, 4],
    shift: {
      keratin: 1.4,
      melanin: 1.2,
      ceramide: 0.7,
      triolein: 0.3,
      nucleicAcid: 0.3,
      collagen: -0.9,
      elastin: -0.5,
      water: -0.3,
    },
  },
  melanoma: {
    label: 'malignant',
    share: 0.3,
    age: { mean: 60, spread: 15 },
    maleShare: 0.56,
    sites: { head: 20, neck: 5, trunk: 16, back: 25, arm: 13, hand: 1, leg: 16, foot: 4 },
    skinTypes: [12, 35, 31, 13, 6, 3],
    shift: {
      melanin: 2.2,
      nucleicAcid: 1.4,
      collagen: -1.2,
      elastin: -0.7,
      triolein: -0.7,
      carotenoid: -0.7,
      ceramide: -0.5,
      phospholipid: 0.5,
      water: 0.5,
      keratin: -0.3,
    },
  },
  'basal-cell-carcinoma': {
    label: 'malignant',
    share: 0.45,
    age: { mean: 64, spread: 13 },
    maleShare: 0.57,
    sites: { head: 46, neck: 8, trunk: 14, back: 15, arm: 7, hand: 2, leg: 7, foot: 1 },
    skinTypes: [13, 36, 31, 12, 5, 3],
    shift: {
      nucleicAcid: 1.7,
      collagen: -1.7,
      elastin: -1,
      carotenoid: -1,
      triolein: -0.9,
      ceramide: -0.7,
      water: 0.5,
      keratin: -0.3,
      phospholipid: 0.3,
    },
  },
  'squamous-cell-carcinoma': {
    label: 'malignant',
    share: 0.25,
    age: { mean: 66, spread: 13 },
    maleShare: 0.6,
    sites: { head: 42, neck: 7, trunk: 8, back: 8, arm: 12, hand: 10, leg: 12, foot: 1 },
    skinTypes: [13, 36, 31, 12, 5, 3],
    shift: {
      nucleicAcid: 1.4,
      collagen: -1.4,
      carotenoid: -1,
      elastin: -0.9,
      triolein: -0.9,
      keratin: 0.9,
      phospholipid: 0.3,
      water: 0.3,
      ceramide: -0.2,
    },
  },
}
