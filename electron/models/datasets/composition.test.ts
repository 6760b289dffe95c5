import { describe, expect, test } from 'vitest'
import { compositionOf } from './composition'
import { aDataSet, aRow } from './fixtures'

const rows = [
  aRow({
    id: '1',
    patient: 'A',
    label: 0,
    age: 29,
    sex: 'female',
    skinType: 1,
    bodySite: 'arm',
    takenAt: '2026-03-01',
  }),
  aRow({
    id: '2',
    patient: 'A',
    label: 0,
    age: 29,
    sex: 'female',
    skinType: 1,
    bodySite: 'leg',
    takenAt: '2026-01-01',
  }),
  aRow({ id: '3', patient: 'B', label: 1, age: 75, sex: 'male', skinType: 4, bodySite: 'arm' }),
  aRow({ id: '4', patient: 'C', label: 1, age: null, sex: 'male', skinType: 6, bodySite: 'arm' }),
]
const composition = compositionOf(aDataSet(4, { rows }))

describe('compositionOf', () => {
  test('counts spectra and patients by class and field, in order', () => {
    expect(composition).toMatchObject({ spectra: 4, patients: 3, age: { from: 29, to: 75 } })
    expect(composition.taken).toEqual({ from: '2026-01-01', to: '2026-03-01' })
    expect(composition.classes.map(({ value, spectra, patients }) => [value, spectra, patients])).toEqual([
      ['benign', 2, 1],
      ['malignant', 2, 2],
    ])
    expect(composition.fields.bodySite).toEqual([
      { value: 'arm', spectra: 3, patients: 3, byClass: [count(1, 1), count(2, 2)] },
      { value: 'leg', spectra: 1, patients: 1, byClass: [count(1, 1), count(0, 0)] },
    ])
    expect(composition.fields.ageBand.map(({ value }) => value)).toEqual(['under 30', '75 and over'])
    expect(composition.fields.instrument).toEqual([])
  })

  test('names what is missing in a class, and what is not known', () => {
    const texts = composition.gaps.map(({ text }) => text)
    expect(texts).toContain('No malignant case of skin type I or II or III or V.')
    expect(texts).toContain('No benign case of sex male.')
    expect(texts).toContain('No malignant case of body site leg.')
    expect(texts).toContain('The age of 1 of 4 spectra is not known.')
    expect(texts).toContain('The instrument of 4 of 4 spectra is not known.')
    expect(texts.filter((text) => /case of (instrument|lesion class)/.test(text))).toEqual([])
    expect(
      composition.gaps.find(({ field, class: name }) => field === 'skinType' && name === 'benign'),
    ).toEqual({
      field: 'skinType',
      class: 'benign',
      values: ['2', '3', '4', '5', '6'],
      unknown: 0,
      text: 'No benign case of skin type II or III or IV or V or VI.',
    })
  })
})

function count(spectra: number, patients: number) {
  return { spectra, patients }
}
