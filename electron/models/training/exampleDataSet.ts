import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { DataSet } from '../datasets/dataSet'

const LESIONS = ['naevus', 'dysplastic naevus', 'melanoma', 'carcinoma']

/** For tests: two spectra of each patient; each class of lesions has a band of its own. */
export function bandedDataSet(patients: number): DataSet {
  const random = xoroshiro128plus(11)
  const axis = Float64Array.from({ length: 160 }, (_, i) => 500 + 9 * i)
  const rows = Array.from({ length: 2 * patients }, (_, index) => {
    const kind = Math.floor(index / 2) % 4
    return {
      id: `s${index}`,
      patient: `p${Math.floor(index / 2)}`,
      label: kind < 2 ? 0 : 1,
      lesionClass: LESIONS[kind]!,
      age: 30 + Math.floor(40 * uniformFloat64(random)),
      sex: index % 3 === 0 ? 'female' : 'male',
      bodySite: null,
      skinType: 1 + (index % 6),
      instrument: null,
      takenAt: null,
    }
  })
  const spectra = new Float64Array(rows.length * axis.length)
  rows.forEach(({ lesionClass }, row) => {
    const middle = 800 + 220 * LESIONS.indexOf(lesionClass)
    axis.forEach((wavenumber, i) => {
      spectra[row * axis.length + i] =
        100 + 12 * Math.exp(-(((wavenumber - middle) / 25) ** 2)) + 10 * uniformFloat64(random)
    })
  })
  return {
    name: 'bands',
    origin: 'simulated',
    classes: ['benign', 'malignant'],
    axis,
    rows,
    spectra,
    patientsKnown: true,
  }
}
