import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { parquetWriteFile, type ColumnSource } from 'hyparquet-writer'
import { afterAll, describe, expect, test } from 'vitest'
import { dataSetHash } from './dataSetHash'
import { readDataFile, type DataFileOptions } from './readDataFile'

const folder = mkdtempSync(join(tmpdir(), 'stokes-data-file-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function readText(text: string, options: DataFileOptions = { origin: 'instrument' }) {
  const path = join(folder, 'data.csv')
  writeFileSync(path, text)
  return readDataFile(path, options)
}

function readColumns(columnData: ColumnSource[], options: DataFileOptions = { origin: 'instrument' }) {
  const filename = join(folder, 'data.parquet')
  parquetWriteFile({ filename, columnData, rowGroupSize: 3 })
  return readDataFile(filename, options)
}

const TWO = 'patient,label,600,601.5\nA,0,1,2\nB,1,3,4e2\n'

describe('a CSV of spectra', () => {
  test('is read with all that it says', async () => {
    const text =
      '\ufeffid,Patient,label,class,age,sex,site,skinType,instrument,date,origin,600,601.5\r\n' +
      's1,A,malignant,melanoma,61,female,"arm, left",2,VM-1,2026-03-04,simulated,1,2\r\n' +
      '\r\n' +
      's2,A,0,,,unknown,,,,,simulated,-3,4e2\r\n'
    const { dataSet, ignoredColumns } = await readText(text, {})
    expect(ignoredColumns).toEqual([])
    expect(dataSet).toEqual({
      name: 'data.csv',
      origin: 'simulated',
      classes: ['benign', 'malignant'],
      axis: Float64Array.of(600, 601.5),
      rows: [
        {
          id: 's1',
          patient: 'A',
          label: 1,
          lesionClass: 'melanoma',
          age: 61,
          sex: 'female',
          bodySite: 'arm, left',
          skinType: 2,
          instrument: 'VM-1',
          takenAt: '2026-03-04',
        },
        {
          id: 's2',
          patient: 'A',
          label: 0,
          lesionClass: 'benign',
          age: null,
          sex: null,
          bodySite: null,
          skinType: null,
          instrument: null,
          takenAt: null,
        },
      ],
      spectra: Float64Array.of(1, 2, -3, 400),
      patientsKnown: true,
    })
  })

  test('takes each spectrum as a patient where it names none, and says so', async () => {
    const { dataSet } = await readText('label;600;601\n0;1;2\n1;3;4\n')
    expect(dataSet.patientsKnown).toBe(false)
    expect(dataSet.rows.map(({ patient }) => patient)).toEqual(['1', '2'])
  })

  test('takes labels by name or number from a list of classes, and tells what it did not read', async () => {
    const text = 'patient,label,comment,600,601\nA,dysplastic,x,1,2\nB,0,y,3,4\nC,Malignant,z,5,6\n'
    const classes = ['benign', 'dysplastic', 'malignant']
    const { dataSet, ignoredColumns } = await readText(text, { classes, origin: 'replayed' })
    expect(dataSet.rows.map(({ label }) => label)).toEqual([1, 0, 2])
    expect(dataSet.rows.map(({ lesionClass }) => lesionClass)).toEqual(['dysplastic', 'benign', 'malignant'])
    expect(ignoredColumns).toEqual(['comment'])
  })

  test.each<[string, string, string, DataFileOptions?]>([
    ['nothing in it', '', 'data.csv: there is nothing in it.'],
    ['names alone', 'patient,label,600,601\n', 'data.csv has no spectra.'],
    ['no label', 'patient,600,601\nA,1,2\n', 'there is no column label'],
    ['no names', '0,1,2\n1,3,4\n', 'data.csv, line 1: the first line names no columns.'],
    ['no spectrum', 'patient,label,600\nA,0,1\n', '1 columns are named by a wavenumber'],
    ['a column twice', 'label,label,600,601\n', 'there are two columns label'],
    ['patients under another name', 'patient_id,label,600,601\n', 'the column patient_id is not read'],
    ['wavenumbers that descend', 'label,601,600\n0,1,2\n', 'the wavenumber 600 cm-1 follows 601'],
    ['a wavenumber twice', 'label,600,600.0\n0,1,2\n', 'the wavenumber 600 cm-1 is there twice'],
    ['a line that is too short', `${TWO}C,0,1\n`, 'data.csv, line 4: 3 cells, and the first line has 4.'],
    ['a line that is too long', `${TWO}C,0,1,2,3\n`, 'line 4: 5 cells'],
    ['NaN', `${TWO}C,0,1,NaN\n`, 'data.csv, line 4: "NaN" at 601.5 cm-1 is no number.'],
    ['an empty cell', `${TWO}\nC,0,,1\n`, 'data.csv, line 5: "" at 600 cm-1 is no number.'],
    ['infinity', `${TWO}C,0,1,1e999\n`, '"1e999" at 601.5'],
    [
      'a label that is not known',
      `${TWO}C,2,1,1\n`,
      'line 4: the label "2" is none of 0 or benign, 1 or malignant',
    ],
    ['no label in a line', `${TWO}C,,1,1\n`, 'the label "" is none of'],
    ['no patient in a line', `${TWO},0,1,1\n`, 'line 4: patient is empty'],
    ['an id twice', 'id,label,600,601\nx,0,1,2\nx,1,1,2\n', 'line 3: the id x was there before'],
    ['an age that is none', 'label,age,600,601\n0,old,1,2\n', 'line 2: age is "old", not from 0 to 130'],
    ['a skin type that is none', 'label,skinType,600,601\n0,7,1,2\n', 'skinType is "7", not from 1 to 6'],
    ['a date that is none', 'label,date,600,601\n0,3.4.2026,1,2\n', 'the date is "3.4.2026"'],
    ['an unknown origin', 'label,origin,600,601\n0,moon,1,2\n', 'the origin "moon" is none of'],
    ['nobody saying the origin', TWO, 'data.csv does not say where its spectra come from.', {}],
    ['a quote that is not closed', `${TWO}"C,0,1,2\n`, 'line 4: a quote is not closed'],
  ])('is refused with %s', async (_what, text, message, options) => {
    const refused = readText(text, options)
    await expect(refused).rejects.toMatchObject({ code: 'dataset.invalid' })
    await expect(refused).rejects.toThrow(message)
  })

  test.each([
    ['two origins', 'label,origin,600,601\n0,simulated,1,2\n1,replayed,1,2\n', {}],
    [
      'another origin than was said',
      'label,origin,600,601\n0,simulated,1,2\n',
      { origin: 'instrument' as const },
    ],
  ])('is refused with %s', async (_what, text, options) => {
    await expect(readText(text, options)).rejects.toMatchObject({ code: 'dataset.mixedOrigins' })
  })

  test('is refused with one class, and where it is not there', async () => {
    await expect(readText('label,600,601\n1,1,2\n1,3,4\n')).rejects.toMatchObject({
      code: 'dataset.oneClass',
    })
    await expect(readDataFile(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'file.notFound' })
    await expect(readDataFile(folder)).rejects.toMatchObject({ code: 'file.notReadable' })
  })
})

describe('a Parquet file of spectra', () => {
  const columns = (changes: Record<string, ColumnSource['data']> = {}): ColumnSource[] =>
    Object.entries({
      patient: ['A', 'B', 'C', 'D'],
      label: [0, 1, 0, 1],
      600: [1.5, 2, 3, 4],
      601: [5.5, 6, 7, 8],
      ...changes,
    }).map(([name, data]) => ({ name, data }))
  test('gives the same data set, hash and all, as the CSV of the same content', async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true })
    const row = fc.record({
      patient: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
      age: fc.option(fc.integer({ min: 0, max: 99 })),
      spectrum: fc.array(number, { minLength: 3, maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 2, maxLength: 8 }), async (rows) => {
        const labels = rows.map((_, index) => index % 2)
        const cells = rows.map(({ patient, age, spectrum }, index) => [
          patient,
          labels[index],
          age ?? '',
          // The text "-0" is lost in `join`.
          ...spectrum.map((value) => (Object.is(value, -0) ? '-0' : value)),
        ])
        const csv = await readText([['patient', 'label', 'age', 600, 601, 602], ...cells].join('\n'))
        const parquet = await readColumns([
          { name: 'patient', data: rows.map(({ patient }) => patient) },
          { name: 'label', data: labels, type: 'INT32' },
          { name: 'age', data: rows.map(({ age }) => age), type: 'DOUBLE' },
          ...[600, 601, 602].map((wavenumber, point) => ({
            name: String(wavenumber),
            data: rows.map(({ spectrum }) => spectrum[point]!),
            type: 'DOUBLE' as const,
          })),
        ])
        expect(dataSetHash(parquet.dataSet)).toBe(dataSetHash(csv.dataSet))
      }),
      { numRuns: 50 },
    )
  })

  test('may hold whole numbers and dates as other programs write them', async () => {
    const { dataSet } = await readColumns([
      { name: 'patient', data: [1n, 2n, 2n, 3n], type: 'INT64' },
      { name: 'label', data: [0n, 1n, 0n, 1n], type: 'INT64' },
      { name: 'date', data: [0, 1, 2, 3].map((day) => new Date(day * 86_400_000)), type: 'TIMESTAMP' },
      { name: '600', data: [1n, 2n, 3n, 4n], type: 'INT64' },
      { name: '601', data: [1.5, 2, 3, 4], type: 'FLOAT' },
    ])
    expect(dataSet.rows.map(({ patient }) => patient)).toEqual(['1', '2', '2', '3'])
    expect(dataSet.rows[1]!.takenAt).toBe('1970-01-02T00:00:00.000Z')
    expect([...dataSet.spectra]).toEqual([1, 1.5, 2, 2, 3, 3, 4, 4])
  })

  test.each([
    ['NaN', { 601: [1, 2, NaN, 4] }, 'data.parquet, row 3: NaN at 601 cm-1 is no number.'],
    ['nothing', { 601: [1, 2, 3, null] }, 'row 4: nothing at 601 cm-1'],
    ['text', { 601: ['a', 'b', 'c', 'd'] }, 'at 601 cm-1 is no number'],
    ['a label that is not known', { label: [0, 1, 0, 3] }, 'data.parquet, row 4: the label "3"'],
  ])('is refused with %s', async (_what, changes, message) => {
    const refused = readColumns(columns(changes))
    await expect(refused).rejects.toMatchObject({ code: 'dataset.invalid' })
    await expect(refused).rejects.toThrow(message)
  })

  test('is refused where it is none', async () => {
    const path = join(folder, 'text.parquet')
    writeFileSync(path, TWO)
    await expect(readDataFile(path)).rejects.toMatchObject({ code: 'dataset.invalid' })
  })
})
