import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aDataSet, aRow } from '../datasets/fixtures'
import { partNames, parseSplit, rowsOfSplit, type Split, type SplitGrouping } from './split'
import { foldDataSet, paperSizes, splitDataSet, type Divided } from './splitDataSet'

const HASH = 'a'.repeat(64)
const classes = ['benign', 'malignant']
const divided = (rows: Divided['rows']): Divided => ({ rows, classes, hash: HASH })
const large = divided(aDataSet(400).rows)

/** 20 patients at each of 12 sites; every site has two of 30 instruments, of which neighbours share some. */
const sited = divided(
  [...Array(240).keys()].map((n) =>
    aRow({
      patient: `P${n}`,
      label: Math.floor(n / 12) % 2,
      bodySite: `S${n % 12}`,
      instrument: `I${(n % 12) * 2 + (n % 2)}`,
    }),
  ),
)

function requireWhole(split: Split, { rows, hash }: Divided) {
  const parts = rowsOfSplit(split, { rows, hash })
  expect(
    partNames.flatMap((part) => parts[part]).toSorted((a, b) => a - b),
    'each row is in one part',
  ).toEqual([...rows.keys()])
  for (const part of partNames)
    for (const label of classes.keys())
      expect(
        parts[part].some((row) => rows[row]!.label === label),
        `${part} has class ${label}`,
      ).toBe(true)
  return parts
}

describe('splitDataSet', () => {
  test('divides as the paper does', () => {
    expect(paperSizes(1240)).toEqual([248, 99, 99, 794])
    const split = splitDataSet(large, { seed: 1 })
    expect(partNames.map((part) => split.patients[part].length)).toEqual([256, 32, 32, 80])
    requireWhole(split, large)
    expect(splitDataSet(large, { seed: 1 })).toEqual(split)
    expect(splitDataSet(large, { seed: 2 }).patients).not.toEqual(split.patients)
  })

  test('never has a patient in two parts, and every class in each, or says why not', () => {
    const row = fc.record({
      patient: fc.integer({ min: 0, max: 60 }).map((n) => `P${n}`),
      label: fc.constantFrom(0, 1),
      lesionClass: fc.constantFrom('a', 'b', 'c'),
    })
    let split = 0
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200, size: 'max' }), fc.nat(), (drawn, seed) => {
        const given = divided(drawn.map((changes) => aRow(changes)))
        try {
          requireWhole(splitDataSet(given, { seed }), given)
          split += 1
        } catch (error) {
          if ((error as Error).name !== 'StokesError') throw error
          expect((error as { code: string }).code).toMatch(/^dataset\.(oneClass|tooSmall)$/)
        }
      }),
    )
    expect(split).toBeGreaterThan(10)
  })

  test.each<[SplitGrouping[]]>([[['bodySite']], [['instrument']], [['bodySite', 'instrument']]])(
    'keeps patients together by %s, in parts near their sizes',
    (groupBy) => {
      const parts = requireWhole(splitDataSet(sited, { seed: 3, groupBy }), sited)
      for (const field of groupBy) {
        const homes = partNames.flatMap((part) => [
          ...new Set(parts[part].map((row) => sited.rows[row]![field])),
        ])
        expect(new Set(homes).size, `no ${field} in two parts`).toBe(homes.length)
      }
      const shares = partNames.map((part) => parts[part].length / 240)
      ;[0.64, 0.08, 0.08, 0.2].forEach((share, part) => {
        expect(Math.abs(shares[part]! - share)).toBeLessThan(0.1)
      })
    },
  )

  test('gives every part each label of sixty patients with six classes of lesions, whatever the seed', () => {
    const few = divided(
      [...Array(60).keys()].map((n) => aRow({ patient: `P${n}`, label: n % 2, lesionClass: `C${n % 6}` })),
    )
    for (let seed = 0; seed < 100; seed++) requireWhole(splitDataSet(few, { seed }), few)
  })

  test('refuses one class, too few patients, and too few groups, with numbers', () => {
    const oneClass = divided(large.rows.filter(({ label }) => label === 1))
    expect(() => splitDataSet(oneClass, { seed: 1 })).toThrow(
      expect.objectContaining({ code: 'dataset.oneClass', message: 'All 200 spectra are malignant.' }),
    )
    const few = divided(aDataSet(12).rows)
    expect(() => splitDataSet(few, { seed: 1 })).toThrow(
      expect.objectContaining({
        code: 'dataset.tooSmall',
        message:
          '6 of 12 patients are benign, too few: the part earlyStopping (patients: 1) has none of them.',
      }),
    )
    const oneSite = divided(large.rows.map((row) => ({ ...row, bodySite: 'arm' })))
    expect(() => splitDataSet(oneSite, { seed: 1, groupBy: ['bodySite'] })).toThrow(
      expect.objectContaining({
        code: 'dataset.tooSmall',
        message: 'Kept together by bodySite, the patients make 1 of the 4 groups that are needed.',
      }),
    )
  })
})

describe('foldDataSet', () => {
  test('holds every patient out once in each repeat, and repeats differ', () => {
    const folds = foldDataSet(large, { seed: 1, folds: 5, repeats: 2 })
    expect(folds.map(({ fold }) => [fold!.number, fold!.repeat])).toEqual(
      [1, 2].flatMap((repeat) => [1, 2, 3, 4, 5].map((number) => [number, repeat])),
    )
    for (const split of folds) requireWhole(split, large)
    const heldOut = (repeat: number) =>
      folds.filter(({ fold }) => fold!.repeat === repeat).map(({ patients }) => patients.heldOut)
    for (const repeat of [1, 2]) {
      expect(heldOut(repeat).flat().toSorted()).toEqual(
        [...new Set(large.rows.map(({ patient }) => patient))].toSorted(),
      )
      expect(heldOut(repeat).map(({ length }) => length)).toEqual([80, 80, 80, 80, 80])
    }
    expect(heldOut(1)).not.toEqual(heldOut(2))
  })

  test('keeps sites together, too', () => {
    for (const split of foldDataSet(sited, { seed: 1, folds: 3, groupBy: ['bodySite'] })) {
      const parts = requireWhole(split, sited)
      const homes = partNames.flatMap((part) => [
        ...new Set(parts[part].map((row) => sited.rows[row]!.bodySite)),
      ])
      expect(new Set(homes).size).toBe(homes.length)
    }
  })
})

describe('parseSplit', () => {
  const good = splitDataSet(large, { seed: 1 })
  const withPatients = (changes: Partial<Split['patients']>) => ({
    ...good,
    patients: { ...good.patients, ...changes },
  })

  test('takes a split that was written and read', () => {
    expect(parseSplit(JSON.parse(JSON.stringify(good)))).toEqual(good)
  })

  test('refuses a patient in two parts, a part without patients, and what is no split', () => {
    const [patient] = good.patients.fit
    const twice = withPatients({ heldOut: [...good.patients.heldOut, patient!] })
    expect(() => parseSplit(twice)).toThrow(
      expect.objectContaining({
        code: 'dataset.patientInTwoParts',
        message: `The patient ${patient} is in the parts fit and heldOut.`,
      }),
    )
    expect(() => parseSplit(withPatients({ calibration: [] }))).toThrow(
      expect.objectContaining({ code: 'dataset.tooSmall' }),
    )
    expect(() => parseSplit({ ...good, dataSetHash: 'x' })).toThrow(
      expect.objectContaining({ code: 'dataset.invalid' }),
    )
  })

  test('a split of another data set gives no rows', () => {
    expect(() => rowsOfSplit(good, { rows: large.rows, hash: 'b'.repeat(64) })).toThrow(
      expect.objectContaining({ code: 'dataset.changed' }),
    )
  })
})
