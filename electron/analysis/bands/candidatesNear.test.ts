import { describe, expect, test } from 'vitest'
import { candidatesNear } from './candidatesNear'

const moleculesNear = (wavenumber: number, tolerance: number) =>
  candidatesNear(wavenumber, tolerance).map(({ molecule }) => molecule)

describe('candidatesNear', () => {
  test('finds phenylalanine at 1003 cm-1, with its range and source', () => {
    expect(candidatesNear(1003, 0)).toEqual([
      {
        molecule: 'phenylalanine (ring breathing) of keratin, elastin, albumin',
        group: 'protein',
        from: 1002,
        to: 1004,
        source: '10.1002/jrs.1734, 10.1038/s41598-020-58848-0, 10.1038/s41598-025-08425-0',
      },
    ])
  })

  test('gives overlapping assignments together', () => {
    expect(moleculesNear(1450, 0)).toEqual([
      'lipid (CH2)',
      'ceramide (CH2)',
      'keratin (CH2, CH3)',
      'collagen (CH2, CH3)',
    ])
  })

  test('puts the nearest range first and leaves out what lies beyond the tolerance', () => {
    // 891 cm-1 is 2 away, 904-906 cm-1 is 11 away, 874-885 cm-1 is 8 away.
    expect(moleculesNear(893, 8)).toEqual(['ceramide', 'tryptophan', 'collagen'])
  })

  test('finds nothing where the literature has nothing', () => {
    expect(candidatesNear(980, 8)).toEqual([])
  })
})
