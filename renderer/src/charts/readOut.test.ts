import { expect, it } from 'vitest'
import { readOut } from './readOut'

const at = (wavenumber: number) =>
  readOut(wavenumber, {
    raw: { wavenumbers: [400, 1003, 2000], values: [10, 20, 30] },
    processed: { wavenumbers: [600, 1003, 1800], values: [0.1, 0.2, 0.3] },
    saliency: null,
    bands: [],
    region: null,
    highlighted: null,
  })

it('reads every curve under the cursor and names the band', () => {
  expect(at(1003)).toMatchObject({ wavenumber: 1003, raw: 20, processed: 0.2, saliency: null })
  expect(at(1003).band?.text).toContain('phenylalanine')
})

it('reads only what is there', () => {
  expect(at(1900)).toMatchObject({ raw: 30, processed: null, band: null })
})
