import type { Random } from '../random/random'
import { moleculeNames, type Molecule } from './molecules'

/** Amount of each molecule: the height of its strongest band in photons per second, milliwatt and cm-1. */
export type Composition = Readonly<Record<Molecule, number>>

export const bodySites = ['head', 'neck', 'trunk', 'back', 'arm', 'hand', 'leg', 'foot'] as const
export type BodySite = (typeof bodySites)[number]

/** Fitzpatrick skin type, I to VI as 1 to 6. */
export const skinTypes = [1, 2, 3, 4, 5, 6] as const
export type SkinType = (typeof skinTypes)[number]

/**
 * Normal skin of type II on the trunk (median). Collagen and keratin lead, as in fits of in-vivo spectra
 * (doi:10.1117/1.JBO.23.5.057002).
 */
const NORMAL_SKIN: Composition = {
  keratin: 35,
  collagen: 52,
  elastin: 10,
  triolein: 22,
  phospholipid: 6,
  ceramide: 9,
  nucleicAcid: 8,
  carotenoid: 5,
  melanin: 8,
  water: 14,
}

/**
 * How people, and spots of one lesion, differ within a class: standard deviation of the logarithm of each
 * amount. Log-normal with coefficients of variation of 20 to 60 %, the order of the spread of fit
 * coefficients between patients.
 */
export const LOG_SPREAD: Composition = {
  keratin: 0.35,
  collagen: 0.28,
  elastin: 0.35,
  triolein: 0.45,
  phospholipid: 0.3,
  ceramide: 0.35,
  nucleicAcid: 0.35,
  carotenoid: 0.5,
  melanin: 0.55,
  water: 0.2,
}

/**
 * Change of the logarithm of an amount by site: sebum on the head, horn on hands and feet, carotenoids in
 * palms and forehead.
 */
const SITE: Readonly<Record<BodySite, Partial<Composition>>> = {
  head: { triolein: 0.35, carotenoid: 0.2, keratin: -0.1, melanin: 0.1 },
  neck: { triolein: 0.15, melanin: 0.1 },
  trunk: {},
  back: { triolein: 0.1, collagen: 0.05 },
  arm: { melanin: 0.1 },
  hand: { keratin: 0.3, carotenoid: 0.3, triolein: -0.2, melanin: 0.1 },
  leg: { triolein: -0.15, keratin: 0.1 },
  foot: { keratin: 0.5, carotenoid: 0.2, triolein: -0.3 },
}

/**
 * Each Fitzpatrick type has 1.4 times the melanin of the one before: sixfold from I to VI (Jacques 2013,
 * doi:10.1088/0031-9155/58/11/R37).
 */
const LOG_MELANIN_PER_TYPE = 0.35

/** Mean logarithm of an amount in normal skin. */
export function meanLogAmount(molecule: Molecule, site: BodySite, skinType: SkinType): number {
  const pigment = molecule === 'melanin' ? LOG_MELANIN_PER_TYPE * (skinType - 2) : 0
  return Math.log(NORMAL_SKIN[molecule]) + (SITE[site][molecule] ?? 0) + pigment
}

/**
 * Draws a composition; `shift` moves each mean, in units of the spread. Amounts are independent of each
 * other, given all this.
 */
export function drawComposition(
  random: Random,
  site: BodySite,
  skinType: SkinType,
  shift: Partial<Composition>,
): Composition {
  const amount = (molecule: Molecule): number =>
    Math.exp(
      meanLogAmount(molecule, site, skinType) +
        LOG_SPREAD[molecule] * ((shift[molecule] ?? 0) + random.normal()),
    )
  return Object.fromEntries(moleculeNames.map((molecule) => [molecule, amount(molecule)])) as Record<
    Molecule,
    number
  >
}
