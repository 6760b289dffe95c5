import { oracleScore } from '../../simulator/cohort/oracle'
import { COHORT_GRID, gridWavenumbers } from '../../simulator/cohort/wavenumberGrid'
import { simulateCohort } from '../../simulator/cohort/simulateCohort'
import { answer, tell } from '../output'
import { writeTable, type TableLine } from '../writeTable'

export interface CohortOptions {
  patients: number
  seed: number
  out: string
  json?: boolean
}

/**
 * Columns before the spectrum. The origin keeps anyone from training on these patients as if they were real; the oracle's
 * score is the bound that figures stand beside, and no input.
 */
const COLUMNS = [
  { name: 'patient', type: 'STRING' },
  { name: 'label', type: 'INT32' },
  { name: 'class', type: 'STRING' },
  { name: 'age', type: 'INT32' },
  { name: 'sex', type: 'STRING' },
  { name: 'site', type: 'STRING' },
  { name: 'skinType', type: 'INT32' },
  { name: 'origin', type: 'STRING' },
  { name: 'oracleScore', type: 'DOUBLE' },
] as const

export async function cohort({ patients, seed, out, ...options }: CohortOptions): Promise<void> {
  const wavenumbers = gridWavenumbers(COHORT_GRID)
  let malignant = 0
  const rows = function* (): Generator<TableLine> {
    let written = 0
    for (const row of simulateCohort({ patients, seed })) {
      malignant += row.label
      // A patient of another seed is another patient.
      const said = {
        ...row,
        patient: `${seed}-${row.patient}`,
        origin: 'simulated',
        oracleScore: oracleScore(row, 'spectrum'),
      }
      yield { cells: COLUMNS.map(({ name }) => said[name]), spectrum: row.spectrum }
      written += 1
      if (written % 1000 === 0) tell(`${written} of ${patients} patients`)
    }
  }
  await writeTable(out, { columns: COLUMNS, wavenumbers, rows: rows() })
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
