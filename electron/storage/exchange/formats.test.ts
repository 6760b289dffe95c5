import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { parquetWriteFile } from 'hyparquet-writer'
import { convert } from 'jcampconverter'
import { parse as parseSpc } from 'spc-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aRecipe } from '../fixtures'
import { csvCell } from './csv'
import { deidentify, Pseudonyms } from './deidentify'
import { askPython, aMeasurement, pythonLacks } from './fixtures'
import { jsonOfMeasurements } from './json'
import { measurementFiles, type MeasurementFormat } from './measurementFiles'
import { hashOfNumbers } from './exportedMeasurement'
import { asTheParserKnowsIt } from './readJcamp'
import { parquetColumnsOf, parquetRowsOf, parquetSchema } from './parquet'

/* Each format is read back by a reader that is none of ours. */

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-formats-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const classes = [
  { name: 'naevus', malignant: false, probability: 0.7 },
  { name: 'melanoma', malignant: true, probability: 0.3 },
]
const measurement = aMeasurement({
  result: { ...aMeasurement().result!, answer: { ...aMeasurement().result!.answer, classes } },
})
const [dark, first] = measurement.frames
const axis = [...measurement.wavenumbers]
const mean = [...measurement.mean!]
const { grid, processed, saliency } = measurement.result!.answer

async function contentOf(format: MeasurementFormat, of = measurement): Promise<Map<string, Buffer>> {
  const files = await measurementFiles(format, of)
  return new Map(
    files.map(({ suffix, content }) => [
      suffix,
      Buffer.concat([...content].map((part) => Buffer.from(part))),
    ]),
  )
}

describe('CSV', () => {
  it('gives the same numbers to the csv module of Python', async () => {
    const files = await contentOf('csv')
    const path = join(folder, 'm.csv')
    writeFileSync(path, files.get('.csv')!)
    const rows = askPython(
      'import csv,json,sys; print(json.dumps([r for r in csv.reader(open(sys.argv[1])) if not r[0].startswith("#")]))',
      path,
    ) as string[][]
    expect(rows[0]).toEqual(['wavenumber', 'mean', 'dark 1', 'sample 2', 'sample 3'])
    expect(rows.slice(1).map(([x]) => Number(x))).toEqual(axis)
    expect(rows.slice(1).map(([, y]) => Number(y))).toEqual(mean)
    expect(rows.slice(1).map((row) => Number(row[2]))).toEqual([...dark!.intensities])
  })

  it('names the origin, and has all the rest beside it', async () => {
    const files = await contentOf('csv')
    expect(files.get('.csv')!.toString()).toMatch(/^#Origin=SIMULATED/)
    expect(files.get('.processed.csv')!.toString()).toContain(`${grid[0]},${processed![0]},${saliency![0]}`)
    expect(files.get('.csv')!.toString()).toContain('#Spot=edge\n')
    expect(files.get('.csv')!.toString()).toContain('#Classes=naevus 0.7 melanoma 0.3\n')
    const metadata = JSON.parse(files.get('.metadata.json')!.toString()) as {
      result: { recipe: unknown }
      frames: { sha256: string }[]
    }
    expect(metadata).toMatchObject({
      acquisition: { spot: 'edge' },
      combined: { spots: 1 },
      result: { answer: { classes } },
    })
    expect(metadata.result.recipe).toEqual(aRecipe)
    expect(metadata.frames[1]!.sha256).toBe(hashOfNumbers(first!.intensities))
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('keeps %j from being computed', (text) => {
    expect(csvCell(text)).toMatch(/^"?'/)
  })

  it('has no formula in a head', async () => {
    const of = {
      ...measurement.of,
      patient: { ...measurement.of.patient, pseudonym: 'P,=HYPERLINK("x")\n=2' },
    }
    const head = (await contentOf('csv', { ...measurement, of })).get('.csv')!.toString().split('\n')
    expect(head.find((line) => line.startsWith('#Patient'))).toBe('#Patient=P =HYPERLINK( x ) =2')
    expect(head.some((line) => line.startsWith('='))).toBe(false)
  })
})

function expectNear(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length)
  for (const [i, value] of expected.entries())
    expect(Math.abs(found[i]! - value)).toBeLessThanOrEqual(4 * Number.EPSILON * value)
}

describe('JCAMP-DX', () => {
  it('gives the same uneven axis and numbers to jcampconverter', async () => {
    const files = await contentOf('jcamp')
    const text = files.get('.jdx')!.toString()
    expect(text).toMatch(/^[\t\n\x20-\x7e]*$/)
    const blocks = convert(asTheParserKnowsIt(text)).flatten.filter(({ spectra }) => spectra.length > 0)
    expect(blocks.map(({ title }) => title)).toEqual(
      ['mean', 'dark 1', 'sample 2', 'sample 3', 'processed', 'saliency'].map((name) => `${name}, simulated`),
    )
    expect(blocks[0]!.dataType).toBe('RAMAN SPECTRUM')
    const { x, y } = (blocks[0]!.spectra[0] as unknown as { data: { x: number[]; y: number[] } }).data
    // Its own reading of digits is off in the last of 53 bits; the text is not.
    expectNear(x, axis)
    expectNear(y, mean)
    expect(text).toContain('##XYPOINTS= (XY..XY)')
    for (const [i, wavenumber] of axis.entries()) expect(text).toContain(`\n${wavenumber}, ${mean[i]}\n`)
  })

  it('writes an even axis, and that alone, as XYDATA', async () => {
    const even = measurement.wavenumbers.map((_, pixel) => 400 + 2 * pixel)
    const text = (await contentOf('jcamp', aMeasurement({ wavenumbers: even, result: null })))
      .get('.jdx')!
      .toString()
    expect(text).not.toContain('XYPOINTS')
    const block = convert(text).flatten.find(({ spectra }) => spectra.length > 0)!
    const { x, y } = (block.spectra[0] as unknown as { data: { x: number[]; y: number[] } }).data
    expectNear(x, [...even])
    expectNear(y, mean)
  })
})

describe('SPC', () => {
  it('gives axis and numbers to spc-parser, to the 24 bits that the format has', async () => {
    const files = await contentOf('spc')
    const { meta, spectra, logs } = parseSpc(files.get('.spc')!)
    expect(meta).toMatchObject({
      numberPoints: axis.length,
      spectra: 4,
      date: '2026-01-01T12:34:00.000Z',
      xUnitsType: 'Raman Shift (cm-1)',
      yUnitsType: 'Counts',
    })
    expect(meta.memo).toContain('SIMULATED')
    expect(Array.from(spectra[0]!.variables.x.data)).toEqual(axis.map(Math.fround))
    expect(Array.from(spectra[0]!.variables.y.data)).toEqual(mean.map(Math.fround))
    expect(Array.from(spectra[2]!.variables.y.data)).toEqual([...first!.intensities])
    expect(logs!.text).toContain('SPECTRUM 0=mean')
  })
})

describe('HDF5', () => {
  it.skipIf(pythonLacks('h5py') !== null)(
    `gives a NXraman entry to h5py (${pythonLacks('h5py') ?? 'which is there'})`,
    async () => {
      const path = join(folder, 'm.h5')
      writeFileSync(path, (await contentOf('hdf5')).get('.h5')!)
      const found = askPython(
        `import h5py,json,sys
f=h5py.File(sys.argv[1],'r')
e=f[f.attrs['default']]
d=e[e.attrs['default']]
t=lambda v: v.decode() if isinstance(v,bytes) else v
print(json.dumps(dict(
  cls=t(e.attrs['NX_class']), definition=t(e['definition'][()]), said=t(e['experiment_description'][()]),
  x=list(d[d.attrs['axes']]), y=list(d[d.attrs['signal']]), units=t(d['raman_shift'].attrs['units']),
  frames=e['instrument/detector/frames'][()].tolist(), wavelength=float(e['instrument/beam_incident/incident_wavelength'][0]),
  metadata=json.loads(t(e['stokes_metadata'][()])), processed=list(e['processed/intensity']), spot=t(e['sample/stokes_spot'][()]), names=json.loads(t(e['answer/class_names'][()])),
  classes=list(e['answer/class_probabilities']), combined=float(e['answer/combined_probability'][0]))))`,
        path,
      ) as Record<string, unknown>
      expect(found).toMatchObject({
        cls: 'NXentry',
        definition: 'NXraman',
        said: expect.stringContaining('SIMULATED') as string,
        x: axis,
        y: mean,
        units: '1/cm',
        wavelength: 785.02,
        spot: 'edge',
        names: ['naevus', 'melanoma'],
        classes: [0.7, 0.3],
        combined: 0.1 + 0.2,
        frames: measurement.frames.map(({ intensities }) => [...intensities]),
        metadata: { notes: [{ text: 'Called Mrs Müller, 12 May' }] },
      })
    },
  )
})

describe('Parquet', () => {
  it('gives the same numbers to hyparquet', async () => {
    const filename = join(folder, 'm.parquet')
    parquetWriteFile({
      filename,
      columnData: parquetColumnsOf(parquetRowsOf(measurement)),
      schema: parquetSchema,
    })
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(filename) })
    expect(rows.map(({ name }) => name as string)).toEqual([
      'mean',
      'dark 1',
      'sample 2',
      'sample 3',
      'processed',
      'saliency',
    ])
    expect(rows[0]).toMatchObject({
      origin: 'simulated',
      label: 'malignant',
      spot: 'edge',
      classProbabilities: '{"naevus":0.7,"melanoma":0.3}',
      combinedProbability: 0.1 + 0.2,
      wavenumbers: axis,
      intensities: mean,
    })
    expect(rows[4]).toMatchObject({ wavenumbers: grid, intensities: processed })
    expect(Object.is((rows[4]!.intensities as number[])[1], -0)).toBe(true)
  })
})

it('labels a row by the diagnosis that counts', () => {
  const [pathology] = measurement.of.diagnoses
  const later = { ...pathology!, id: 'later', label: 'benign', lesionClass: 'naevus' } as const
  const labelOf = (...diagnoses: (typeof later | NonNullable<typeof pathology>)[]) =>
    parquetRowsOf({ ...measurement, of: { ...measurement.of, diagnoses } })[0]!.label
  expect(labelOf({ ...later, source: 'clinical' }, pathology!)).toBe('malignant')
  expect(labelOf({ ...later, source: 'clinical', correctsId: pathology!.id }, pathology!)).toBe('benign')
  expect(labelOf({ ...later, source: 'histopathology' }, pathology!)).toBe('benign')
  expect(labelOf({ ...later, diagnosedOn: '2025-01-01' }, pathology!)).toBe('malignant')
})

describe('of a file that says neither exposure nor time', () => {
  const file = { name: 'Mrs Jones.txt', spectrum: 'left' }
  const stated = { integrationTimeMs: null, laserPowerMilliwatts: null, measuredAt: null }
  const replayed = { ...measurement, acquisition: { ...measurement.acquisition, file, stated } }

  it('nothing is made up', async () => {
    const texts = await Promise.all(
      (['csv', 'jcamp', 'spc'] as const).map(async (format) =>
        [...(await contentOf(format, replayed)).values()].join(),
      ),
    )
    for (const text of texts) {
      expect(text).not.toMatch(/#Exposition|#Acquired|LONGDATE/)
      expect(text).toMatch(/"integrationTimeMs": ?null/)
      expect(text).not.toMatch(/"integrationTimeMs": ?\d/)
    }
    expect(parseSpc((await contentOf('spc', replayed)).get('.spc')!).meta.date).toMatch(
      /^0000|^1970|^-|^1899/,
    )
    expect(parquetRowsOf(replayed)[0]).toMatchObject({ measuredAt: null, integrationTimeMs: null })
  })

  it('its name does not go out for research', () => {
    const research = deidentify(replayed, new Pseudonyms(new Uint8Array(32)))
    expect(JSON.stringify(research.acquisition)).not.toMatch(/Jones|left/)
  })
})

describe('JSON', () => {
  it('is one document, with all numbers', () => {
    const document = JSON.parse([...jsonOfMeasurements([measurement, measurement])].join('')) as {
      measurements: { axis: { values: number[] }; frames: { values: number[] }[]; remark: string }[]
    }
    expect(document.measurements).toHaveLength(2)
    expect(document.measurements[0]!.axis.values).toEqual(axis)
    expect(document.measurements[0]!.frames[0]!.values).toEqual([...dark!.intensities])
    expect(document.measurements[0]!.remark).toContain('SIMULATED')
  })
})
