import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { COHORT_GRID, gridWavenumbers } from '../../simulator/cohort/wavenumberGrid'
import { simulateCohort } from '../../simulator/cohort/simulateCohort'
import { answer, tell } from '../output'
import { replaceFile } from '../writeFileSafely'

export interface CohortOptions {
  patients: number
  seed: number
  out: string
  json?: boolean
}

/** Columns before the spectrum; the rest are named by their wavenumber in cm-1. */
const METADATA = ['patient', 'label', 'class', 'age', 'sex', 'site', 'skinType'] as const

export async function cohort({ patients, seed, out, ...options }: CohortOptions): Promise<void> {
  const wavenumbers = gridWavenumbers(COHORT_GRID)
  let malignant = 0
  const lines = function* () {
    yield `${[...METADATA, ...wavenumbers].join(',')}\n`
    let written = 0
    for (const row of simulateCohort({ patients, seed })) {
      malignant += row.label
      yield `${[...METADATA.map((column) => row[column]), ...row.spectrum].join(',')}\n`
      written += 1
      if (written % 1000 === 0) tell(`${written} of ${patients} patients`)
    }
  }
  await replaceFile(out, (part) => pipeline(lines, createWriteStream(part)))
  const summary = {
    origin: 'simulated',
    patients,
    malignant,
    benign: patients - malignant,
    seed,
    points: wavenumbers.length,
    out,
  }
  answer(summary, options, () => `${patients} simulated patients (${malignant} malignant): ${out}`)
}
