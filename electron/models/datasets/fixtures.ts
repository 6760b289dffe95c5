import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { DataSet, DataSetRow } from './dataSet'

/* What the tests of data sets and splits begin with. */

export function aRow(changes: Partial<DataSetRow> = {}): DataSetRow {
  return {
    id: '1',
    patient: 'P1',
    label: 0,
    lesionClass: 'naevus',
    age: null,
    sex: null,
    bodySite: null,
    skinType: null,
    instrument: null,
    takenAt: null,
    ...changes,
  }
}

/** Spectra of noise: as many patients as asked for, two spectra of every fourth, labels in turns. */
export function aDataSet(patients = 40, changes: Partial<DataSet> = {}, seed = 1): DataSet {
  const rows = [...Array(patients).keys()].flatMap((n) => {
    const row = aRow({ patient: `P${n}`, label: n % 2, lesionClass: n % 2 ? 'melanoma' : 'naevus' })
    return n % 4 === 0 ? [row, row] : [row]
  })
  const axis = Float64Array.from({ length: 60 }, (_, point) => 600 + 2 * point)
  const random = xoroshiro128plus(seed)
  return {
    name: 'test',
    origin: 'simulated',
    classes: ['benign', 'malignant'],
    axis,
    rows: rows.map((row, index) => ({ ...row, id: String(index + 1) })),
    spectra: Float64Array.from({ length: rows.length * axis.length }, () => uniformFloat64(random)),
    patientsKnown: true,
    ...changes,
  }
}
