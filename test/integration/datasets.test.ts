import { describe, expect, it } from 'vitest'
import { nearDuplicates } from '../../electron/models/datasets/nearDuplicates'
import { readDataFile } from '../../electron/models/datasets/readDataFile'
import { simulateCohort } from '../../electron/simulator/cohort/simulateCohort'
import { NO_SHARED_DATA, sharedData } from '../support/sharedData'

describe('near duplicates in a cohort', () => {
  const cohort = [...simulateCohort({ patients: 150, seed: 5 })].map(({ spectrum }) => spectrum)
  const points = cohort[0]!.length
  const flat = (list: readonly Float64Array[]) => {
    const all = new Float64Array(list.length * points)
    list.forEach((spectrum, index) => {
      all.set(spectrum, index * points)
    })
    return all
  }
  const apart = () => true

  it('are none among patients who are each one person', () => {
    expect(nearDuplicates(flat(cohort), points, { apart, threshold: 0.6 })).toEqual([])
  })

  it('are copies that were scaled, put on another slope and made a little noisier', () => {
    const copies = cohort.slice(0, 20).map((spectrum, copy) => {
      const mean = spectrum.reduce((sum, value) => sum + value, 0) / points
      // Waves that fit nowhere are as good as noise, and repeat.
      const wave = (i: number) => Math.sin(i * i * 1.7 + copy) + Math.sin(i * i * 0.3)
      return spectrum.map((value, i) => 1.7 * value + 3 * i + 100 + 0.001 * mean * wave(i))
    })
    const found = nearDuplicates(flat([...cohort, ...copies]), points, { apart })
    expect(found.map(({ a, b }) => [a, b])).toEqual(copies.map((_, copy) => [copy, 150 + copy]))
  })
})

it('real liver tissue, without names, axis and patients, is read where the axis is said', async ({
  skip,
}) => {
  const path = sharedData('liver-tissue', 'liver_test.txt')
  if (!path) return skip(NO_SHARED_DATA)
  const { dataSet } = await readDataFile(path, {
    origin: 'replayed',
    classes: ['adjacent', 'tumour'],
    nominalAxis: { from: 500, to: 2000 },
  })
  expect(dataSet).toMatchObject({
    name: 'liver_test.txt (nominal axis 500 to 2000 cm-1)',
    origin: 'replayed',
    patientsKnown: false,
  })
  expect([dataSet.axis.length, dataSet.axis[0], dataSet.axis.at(-1)]).toEqual([889, 500, 2000])
  expect(dataSet.rows.filter(({ label }) => label === 1)).toHaveLength(500)
  expect([...dataSet.spectra.subarray(0, 3)]).toEqual([64, 12, -5])
})
