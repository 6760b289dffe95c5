import { describe, expect, test } from 'vitest'
import { aRow } from './fixtures'
import { dataSetOfCases, type MeasuredCase } from './measuredCases'

const axisOf = (from: number, step: number) =>
  Float64Array.from({ length: 301 }, (_, pixel) => from + step * pixel)
const own = axisOf(500, 2)
const other = axisOf(501, 2.5)

function aCase(n: number, changes: Partial<MeasuredCase> = {}): MeasuredCase {
  const { label: _label, ...row } = aRow({ id: `a${n}`, patient: `P${n}` })
  const wavenumbers = changes.wavenumbers ?? own
  return {
    row,
    label: n % 2 ? 'malignant' : 'benign',
    origin: 'instrument',
    wavenumbers,
    spectrum: wavenumbers.map((wavenumber) => 3 * wavenumber + n),
    ...changes,
  }
}

describe('dataSetOfCases', () => {
  test('of one axis keeps the spectra as they are', () => {
    const dataSet = dataSetOfCases('log', [aCase(0), aCase(1)])
    expect(dataSet).toMatchObject({ name: 'log', origin: 'instrument', patientsKnown: true, axis: own })
    expect(dataSet.rows.map(({ label, axisVariant }) => [label, axisVariant])).toEqual([
      [0, undefined],
      [1, undefined],
    ])
    expect(dataSet.spectra.subarray(301)).toEqual(own.map((wavenumber) => 3 * wavenumber + 1))
  })

  test('brings spectra to the axis that most have, cut to what all cover, and says where each came from', () => {
    const dataSet = dataSetOfCases('log', [aCase(0, { wavenumbers: other }), aCase(1), aCase(2)])
    expect([dataSet.axis[0], dataSet.axis.at(-1)]).toEqual([502, 1100])
    const [first, second, third] = dataSet.rows.map(({ axisVariant }) => axisVariant)
    expect(first).not.toBe(second)
    expect(third).toBe(second)
    // Straight lines stay straight.
    dataSet.axis.forEach((wavenumber, point) => {
      expect(dataSet.spectra[point]).toBeCloseTo(3 * wavenumber, 9)
      expect(dataSet.spectra[dataSet.axis.length + point]).toBe(3 * wavenumber + 1)
    })
  })

  test.each<[string, string, MeasuredCase[]]>([
    ['no cases', 'dataset.invalid', []],
    ['two origins', 'dataset.mixedOrigins', [aCase(0), aCase(1, { origin: 'simulated' })]],
    ['one class', 'dataset.oneClass', [aCase(0), aCase(2)]],
    [
      'axes without a common range',
      'axis.notCovered',
      [aCase(0), aCase(1, { wavenumbers: axisOf(1000, 2) })],
    ],
    ['NaN', 'dataset.invalid', [aCase(0), aCase(1, { spectrum: own.map(() => NaN) })]],
  ])('refuses %s', (_what, code, cases) => {
    expect(() => dataSetOfCases('log', cases)).toThrow(expect.objectContaining({ code }))
  })
})
