import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { StokesError } from '../../contract/errors'
import type { DataSetRow } from '../datasets/dataSet'
import { assignGroups } from './assignGroups'
import { patientGroups } from './patientGroups'
import { parseSplit, partNames, type PartName, type Split, type SplitGrouping } from './split'
import { splitByPatient } from './splitByPatient'

type SplitRow = Pick<DataSetRow, 'patient' | 'label' | 'lesionClass' | SplitGrouping>

/** What is divided: the rows of a data set, or those of them that a run may see. */
export interface Divided {
  rows: readonly SplitRow[]
  classes: readonly string[]
  /** Of the data set. */
  hash: string
}

export interface SplitOptions {
  seed: number
  /** @default none: patients alone are kept together */
  groupBy?: readonly SplitGrouping[]
}

/**
 * Divides as the paper does: a fifth of the patients is held out; of the rest a tenth tells when to stop, a tenth
 * calibrates. Each part has its share of each class of lesions, or of each label where there are few patients.
 * @throws StokesError `dataset.oneClass`, `dataset.tooSmall`
 */
export function splitDataSet(divided: Divided, { seed, groupBy = [] }: SplitOptions): Split {
  requireTwoClasses(divided)
  const random = xoroshiro128plus(seed)
  const [heldOut, earlyStopping, calibration, fit] =
    groupBy.length === 0
      ? splitEvenly(divided.rows, paperSizes(patientsOf(divided.rows).length), random)
      : splitByGroup(divided, groupBy, [0.2, 0.08, 0.08, 0.64], random)
  return complete(
    divided,
    { seed, groupBy, fold: null },
    {
      fit: fit!,
      earlyStopping: earlyStopping!,
      calibration: calibration!,
      heldOut: heldOut!,
    },
  )
}

/**
 * Cross-validation: in each repeat every patient is held out once. What is not held out is divided as the rest of
 * {@link splitDataSet} is.
 * @param repeats @default 1
 * @throws StokesError `dataset.oneClass`, `dataset.tooSmall`
 */
export function foldDataSet(
  divided: Divided,
  { seed, groupBy = [], folds, repeats = 1 }: SplitOptions & { folds: number; repeats?: number },
): Split[] {
  requireTwoClasses(divided)
  const { rows } = divided
  const random = xoroshiro128plus(seed)
  const count = patientsOf(rows).length
  return Array.from({ length: repeats }, (_, repeat) => {
    const held =
      groupBy.length === 0
        ? splitEvenly(rows, evenSizes(count, folds), random)
        : splitByGroup(divided, groupBy, Array<number>(folds).fill(1 / folds), random)
    return held.map((heldOut, index) => {
      const out = new Set(heldOut)
      const rest = [...rows.keys()].filter((row) => !out.has(row))
      const restRows = rest.map((row) => rows[row]!)
      const patients = patientsOf(restRows).length
      const tenth = Math.floor(patients / 10)
      const divide =
        groupBy.length === 0
          ? splitEvenly(restRows, [tenth, tenth, patients - 2 * tenth], random)
          : splitByGroup({ ...divided, rows: restRows }, groupBy, [0.1, 0.1, 0.8], random)
      const [earlyStopping, calibration, fit] = divide.map((part) => part.map((row) => rest[row]!))
      const parts = { fit: fit!, earlyStopping: earlyStopping!, calibration: calibration!, heldOut }
      return complete(
        divided,
        { seed, groupBy, fold: { number: index + 1, folds, repeat: repeat + 1 } },
        parts,
      )
    })
  }).flat()
}

/** Patients held out, that stop training, that calibrate, that are fitted: of 1 240, 248, 99, 99, 794. */
export function paperSizes(patients: number): [number, number, number, number] {
  const heldOut = Math.round(patients / 5)
  const tenth = Math.floor((patients - heldOut) / 10)
  return [heldOut, tenth, tenth, patients - heldOut - 2 * tenth]
}

function evenSizes(patients: number, folds: number): number[] {
  return Array.from(
    { length: folds },
    (_, fold) => Math.floor((patients * (fold + 1)) / folds) - Math.floor((patients * fold) / folds),
  )
}

function splitByGroup(
  { rows, classes }: Divided,
  groupBy: readonly SplitGrouping[],
  shares: readonly number[],
  random: RandomGenerator,
): number[][] {
  const groupOf = patientGroups(rows, groupBy)
  const count = Math.max(...new Set(groupOf)) + 1
  if (count < shares.length) {
    throw new StokesError(
      'dataset.tooSmall',
      `Kept together by ${groupBy.join(' and ')}, the patients make ${count} of the ${shares.length} groups that are needed.`,
      { tip: 'Group by fewer things, or by patient alone.' },
    )
  }
  const groups = Array.from({ length: count }, () => classes.map(() => new Set<string>()))
  rows.forEach(({ patient, label }, row) => groups[groupOf[row]!]![label]!.add(patient))
  const sizes = groups.map((group) => group.map(({ size }) => size))
  const parts = assignGroups(sizes, shares, random)
  return shares.map((_, part) => [...rows.keys()].filter((row) => parts[groupOf[row]!] === part))
}

function complete(
  { rows, classes, hash }: Divided,
  { seed, groupBy, fold }: { seed: number; groupBy: readonly SplitGrouping[]; fold: Split['fold'] },
  parts: Record<PartName, number[]>,
): Split {
  for (const part of partNames) {
    const chosen = parts[part].map((row) => rows[row]!)
    const lacking = classes.find((_, label) => !chosen.some((row) => row.label === label))
    if (lacking === undefined) continue
    const label = classes.indexOf(lacking)
    const all = patientsOf(rows.filter((row) => row.label === label)).length
    throw new StokesError(
      'dataset.tooSmall',
      `${all} of ${patientsOf(rows).length} patients are ${lacking}, too few: the part ${part} ` +
        `(patients: ${patientsOf(chosen).length}) has none of them.`,
      { tip: 'Each of the parts needs patients of each class: about 15 of a class in all, better 50.' },
    )
  }
  const patients = Object.fromEntries(
    partNames.map((part) => [part, patientsOf(parts[part].map((row) => rows[row]!))]),
  )
  return parseSplit({ dataSetHash: hash, seed, groupBy: [...groupBy], fold, patients })
}

function requireTwoClasses({ rows, classes }: Divided): void {
  const labels = new Set(rows.map(({ label }) => label))
  if (labels.size >= 2) return
  const [only] = labels
  throw new StokesError(
    'dataset.oneClass',
    only === undefined ? 'There are no spectra.' : `All ${rows.length} spectra are ${classes[only]}.`,
    { tip: 'Nothing can be learnt or measured without spectra of another class: add some.' },
  )
}

/** Below, chance decides which labels a part gets, because it has few patients of each class of lesions. */
const LEAST_OF_A_STRATUM = 3

/** By patient alone, stratified by class of lesions, or by label where the parts are too small for that. */
function splitEvenly(
  rows: readonly SplitRow[],
  sizes: readonly number[],
  random: RandomGenerator,
): number[][] {
  const strata = new Set(rows.map(({ label, lesionClass }) => `${label} ${lesionClass}`)).size
  const fine = Math.min(...sizes) >= LEAST_OF_A_STRATUM * strata
  const stratified = rows.map(({ patient, label, lesionClass }) => ({
    patient,
    stratum: fine ? `${label} ${lesionClass}` : String(label),
  }))
  return splitByPatient(stratified, sizes, random)
}

function patientsOf(rows: readonly SplitRow[]): string[] {
  return [...new Set(rows.map(({ patient }) => patient))]
}
