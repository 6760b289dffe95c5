import { describe, expect, test } from 'vitest'
import type { DataSet } from './dataSet'
import { aDataSet, aRow } from './fixtures'
import { leakageReport } from './leakageReport'
import { nearDuplicates } from './nearDuplicates'
import { cramersV, predictiveMetadata } from './predictiveMetadata'

describe('nearDuplicates', () => {
  const { spectra, axis } = aDataSet(30)
  const points = axis.length

  test('looks at pairs that are apart alone', () => {
    const twice = Float64Array.from([...spectra, ...spectra])
    const count = spectra.length / points
    const apart = (a: number, b: number) => a === 1 && b === 1 + count
    expect(nearDuplicates(twice, points, { apart })).toEqual([
      { a: 1, b: 1 + count, correlation: expect.closeTo(1, 5) as number },
    ])
    const all = nearDuplicates(twice, points, { apart: () => true })
    expect(all.map(({ a, b }) => [a, b])).toEqual([...Array(count).keys()].map((n) => [n, n + count]))
  })

  test('finds none among constant spectra, and none that are too short', () => {
    expect(nearDuplicates(new Float64Array(3 * points).fill(7), points, { apart: () => true })).toEqual([])
    expect(nearDuplicates(Float64Array.of(1, 2, 1, 2), 2, { apart: () => true })).toEqual([])
  })
})

describe('predictiveMetadata', () => {
  const label = (n: number) => n % 2
  const dataSet = (of: (n: number) => object, patients = 200): DataSet =>
    aDataSet(0, {
      rows: [...Array(patients).keys()].map((n) => aRow({ patient: `P${n}`, label: label(n), ...of(n) })),
    })
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString()

  test('finds nothing to test where nothing is known, and nothing suspicious where there is nothing', () => {
    expect(
      predictiveMetadata(
        dataSet(() => ({})),
        1,
      ),
    ).toEqual([])
    const tests = predictiveMetadata(
      dataSet((n) => ({ takenAt: day(n >> 1), instrument: `I${(n >> 1) % 3}`, axisVariant: `A${n}` })),
      1,
    )
    expect(tests.map(({ field }) => field)).toEqual(['date', 'period', 'day', 'instrument', 'axis'])
    expect(tests.filter(({ suspicious }) => suspicious)).toEqual([])
    // An axis of their own for each patient tells every label, and any other labels as well.
    expect(tests[4]).toMatchObject({ value: 1, p: 1 })
  })

  test('finds a date before which all were benign', () => {
    const [date] = predictiveMetadata(
      dataSet((n) => ({ takenAt: day(n + 100 * label(n)) })),
      1,
    )
    expect(date).toMatchObject({ field: 'date', p: 0.001, suspicious: true })
    expect(date!.value).toBeGreaterThan(0.8)
  })

  test('finds days of one class that come and go, which the date alone does not tell', () => {
    const tests = predictiveMetadata(
      dataSet((n) => ({ takenAt: day(20 * (Math.floor(n / 2) % 10) + 10 * label(n)) })),
      1,
    )
    const found = tests.filter(({ suspicious }) => suspicious).map(({ field }) => field)
    expect(found).toEqual(['day'])
    expect(Math.abs(tests[0]!.value - 0.5)).toBeLessThan(0.1)
  })

  test('finds an instrument, an axis, and a field that is known of one class alone', () => {
    const tests = predictiveMetadata(
      dataSet((n) => ({
        instrument: n % 5 === 0 ? 'X' : label(n) ? 'A' : 'B',
        ...(label(n) && { axisVariant: 'a' }),
      })),
      1,
    )
    expect(tests.map(({ field, suspicious }) => [field, suspicious])).toEqual([
      ['instrument', true],
      ['axis', true],
    ])
  })

  test('does not take many spectra of few patients for many: each of them has one instrument', () => {
    const rows = [...Array(6).keys()].flatMap((n) =>
      Array.from({ length: 50 }, () =>
        aRow({ patient: `P${n}`, label: label(n), instrument: n < 3 ? 'A' : 'B' }),
      ),
    )
    const [instrument] = predictiveMetadata(aDataSet(0, { rows }), 1)
    expect(instrument!.value).toBeGreaterThan(0.3)
    expect(instrument!.suspicious).toBe(false)
  })

  test("Cramér's V of a table worked out by hand", () => {
    // 30 10 / 10 30: chi squared 20 of 80.
    const table = [30, 10, 10, 30].flatMap((size, cell) =>
      Array.from({ length: size }, () => [cell >> 1, cell & 1]),
    )
    expect(
      cramersV(
        table.map(([a]) => a!),
        table.map(([, b]) => b!),
      ),
    ).toBeCloseTo(0.5, 12)
    expect(cramersV([0, 0], [0, 1])).toBe(0)
  })
})

describe('leakageReport', () => {
  test('finds nothing in what is clean', () => {
    const report = leakageReport(aDataSet(60), { seed: 1 })
    expect(report).toEqual({ findings: [], patientsInTwoParts: [], nearDuplicates: [], metadata: [] })
  })

  test('says each thing that it finds, with numbers', () => {
    const given = aDataSet(60)
    const points = given.axis.length
    const spectra = given.spectra.slice()
    spectra.set(given.spectra.subarray(0, points), 10 * points)
    const rows = given.rows.map((row) => ({ ...row, instrument: row.label ? 'A' : 'B' }))
    const all = [...rows.keys()]
    const parts = [all.slice(0, 6), all.slice(6)]
    const report = leakageReport({ ...given, rows, spectra, patientsKnown: false }, { parts, seed: 1 })
    expect(report.findings.map(({ kind }) => kind)).toEqual([
      'patientsUnknown',
      'patientInTwoParts',
      'nearDuplicates',
      'predictiveMetadata',
    ])
    expect(report.patientsInTwoParts).toEqual([rows[5]!.patient])
    expect(report.nearDuplicates).toEqual([
      { ids: ['1', '11'], correlation: expect.closeTo(1, 5) as number, labelsDiffer: rows[10]!.label === 1 },
    ])
    expect(report.findings[2]!.text).toMatch(
      /^1 pairs of spectra of two parts .* 1 and 11 \(correlation 1\.000\)/,
    )
    expect(report.findings[3]!.text).toContain("The instrument tells the label: Cramér's V 1.00, p = 0.001.")
  })

  test('does not take spectra of one patient, or of one part, for a leak', () => {
    const given = aDataSet(8)
    const points = given.axis.length
    const spectra = given.spectra.slice()
    // The first patient has the first two spectra.
    spectra.set(given.spectra.subarray(0, points), points)
    const twice = { ...given, spectra }
    expect(leakageReport(twice, { seed: 1 }).nearDuplicates).toEqual([])
    const parts = [
      [0, 1, 2],
      [3, 4],
    ]
    expect(leakageReport(twice, { parts, seed: 1 }).nearDuplicates).toEqual([])
  })
})
