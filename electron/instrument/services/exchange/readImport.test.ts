import { mkdtemp, rm, truncate, writeFile, readFile } from 'node:fs/promises'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StokesError } from '../../../contract/errors'
import { aMeasurement } from '../../../storage/exchange/fixtures'
import { measurementFiles, type MeasurementFormat } from '../../../storage/exchange/measurementFiles'
import { readImport } from './readImport'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stokes-import-'))
})
afterAll(() => rm(folder, { recursive: true }))

const shared = process.env.STOKES_SHARED ?? '../shared'
const data = join(shared, 'data')
const absent = existsSync(data) ? null : `no reference data in ${data}`

async function read(
  content: string | Uint8Array,
  options: Parameters<typeof readImport>[1] = {},
  name = 'file.txt',
) {
  const path = join(folder, name)
  await writeFile(path, content)
  return readImport(path, options)
}

const line = (from: number, step: number, points = 20) =>
  Array.from({ length: points }, (_, i) => [from + step * i, 100 + i] as const)
const table = (rows: readonly (readonly number[])[], heading = '') =>
  `${heading}${rows.map((row) => row.join(',')).join('\n')}\n`

describe.skipIf(absent !== null)(
  `readImport on files of instruments (${absent ?? 'which are there'})`,
  () => {
    it.each([
      ['calibration-785/formats/Renishaw/nCal_Qontor785_z005H12_100_1x3s.txt', 'text', 1, 1021, null],
      ['calibration-785/formats/Horiba/PST10_iR785_OP01_8000msx8.txt', 'text', 1, null, null],
      [
        'invivo-skin-785/labspec_header_examples/thenar_600_785 nm_30 s_1_2023_11_14_20_58_41_01.txt',
        'text',
        1,
        null,
        785,
      ],
      ['calibration-785/formats/iRaman/PST02_iRPlus785_Z050_075_3200ms.txt', 'bwtek', 1, null, 784.82],
      ['reference-library-785/default_matching_library/Sodium_Acetate.csv', 'enlighten', 1, 2002, 784.896],
      ['file-formats/adamantan.jdx', 'jcamp', 1, 1791, null],
      ['file-formats/raman.spc', 'spc', 1, 3632, null],
      ['calibration-785/formats/Renishaw/nCal_Qontor785_z005H12_100_1x3s.spc', 'spc', 1, 1021, null],
      ['calibration-785/formats/Renishaw/nCal_Qontor785_z005H12_100_1x3s.wdf', 'wdf', 1, 1021, 785.02],
      ['file-formats/6x6.wdf', 'wdf', 36, 1015, 456.82],
    ])('reads %s', async (file, format, spectra, points, laser) => {
      const found = await readImport(join(data, file), {})
      expect(found.format).toBe(format)
      expect(found.spectra).toHaveLength(spectra)
      const [first] = found.spectra
      if (points !== null) expect(first!.wavenumbers).toHaveLength(points)
      if (laser !== null) expect(first!.excitationNanometres).toBeCloseTo(laser, 1)
      expect(first!.wavenumbers.every((value, i, all) => i === 0 || value > all[i - 1]!)).toBe(true)
    })

    it('reads the same spectrum from the two formats that keep its axis', async () => {
      const stem = join(data, 'calibration-785/formats/Renishaw/nCal_Qontor785_z005H12_100_1x3s')
      const [text, wdf] = await Promise.all(['txt', 'wdf'].map((end) => readImport(`${stem}.${end}`, {})))
      const [asText, asWdf] = [text!.spectra[0]!, wdf!.spectra[0]!]
      const apart = (a: Float64Array, b: Float64Array) =>
        Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))
      expect(apart(asText.wavenumbers, asWdf.wavenumbers)).toBeLessThan(1e-4)
      expect(apart(asText.intensities, asWdf.intensities)).toBeLessThan(1e-2)
    })

    it('keeps the dark of B&W Tek apart, and its exposure', async () => {
      const file = join(data, 'calibration-785/formats/iRaman/PST02_iRPlus785_Z050_075_3200ms.txt')
      const { spectra, instrument } = await readImport(file, {})
      expect(spectra[0]).toMatchObject({ integrationTimeMs: 3200, excitationNanometres: 784.82 })
      expect(spectra[0]!.dark).toHaveLength(spectra[0]!.wavenumbers.length)
      expect(instrument!.maker).toBe('B&W Tek')
    })

    it('reads all of the libraries and series, or says why not', async () => {
      const folders = ['reference-library-785/default_matching_library', 'calibration-785']
      const files = folders.flatMap((within) =>
        readdirSync(join(data, within), { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.(csv|txt)$/.test(name))
          .map((name) => join(data, within, name)),
      )
      expect(files.length).toBeGreaterThan(100)
      const refused: string[] = []
      for (const file of files)
        await readImport(file, {}).catch((error: unknown) => {
          expect(error).toBeInstanceOf(StokesError)
          refused.push(`${file}: ${(error as Error).message}`)
        })
      expect(refused).toEqual([])
    })
  },
)

describe('readImport on what it is given', () => {
  it('turns a descending axis round', async () => {
    const { spectra } = await read(table([...line(100, 1)].reverse()))
    expect(spectra[0]!.wavenumbers[0]).toBe(100)
    expect(spectra[0]!.intensities[0]).toBe(100)
  })

  it('makes shifts of wavelengths by the laser that is named', async () => {
    const nanometres = table(line(800, 1), 'Wavelength (nm),Counts\n')
    await expect(read(nanometres)).rejects.toMatchObject({
      message: expect.stringContaining('in nm') as string,
    })
    const { spectra } = await read(nanometres, { laserNanometres: 785 })
    expect(spectra[0]!.wavenumbers[0]).toBeCloseTo(1e7 / 785 - 1e7 / 800, 9)
  })

  it('guesses no unit', async () => {
    // Within the first, a spectrometer at 532 nm would have its wavelengths.
    for (const from of [540, 800])
      await expect(read(table(line(from, 1)))).rejects.toThrow(/cm-1 or a wavelength in nm/)
    await expect(read(table(line(800, 1)), { axis: 'cm-1' })).resolves.toBeDefined()
  })

  it.each([
    ['pixel numbers', table(line(0, 1)), /pixel numbers/],
    [
      'a hole',
      table([...line(100, 1), ...line(180, 1)]),
      /line 21: its axis has a hole from 119.0 to 180.0 cm-1/,
    ],
    ['a value twice', table([...line(100, 1), [119, 1]]), /line 21: 119 cm-1 stands on line 20 already/],
    ['a label nobody knows', `#Label=wart\n${table(line(100, 1))}`, /line 1: its label is "wart"/],
    ['formulas', 'wavenumber,=cmd()\n400,=1+1\n', /line 2: column 2 is "=1\+1"/],
    ['a block that leads nowhere', wdfWithBlock(0), /block at byte 512 has 0 bytes/],
    ['more points than bytes', spcOf(0xfffffff0), /4294967280 points/],
    [
      'a spectrum that duplicates swell',
      `##TITLE=x\n##XYDATA=(X++(Y..Y))\n0 A S99999999\n##END=`,
      /more than 4000000 points/,
    ],
    [
      'many duplicates that are few each',
      `##TITLE=x\n##XYDATA=(X++(Y..Y))\n${'0 A T9999\n'.repeat(300)}##END=`,
      /more than 4000000 points/,
    ],
  ])('refuses %s', async (_, content, message) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'file.notASpectrum',
      message: expect.stringMatching(message) as string,
    })
  })

  it.each([
    ['a line', '1'],
    ['a value of JCAMP-DX', '##TITLE=x\n##XYPOINTS=(XY..XY)\n1'],
    ['a table of B&W Tek', 'File Version;BWRam4.11_4\n1'],
    ['a table of ENLIGHTEN', 'ENLIGHTEN Version,3.2.1\n1'],
    ['an SPC file', spcOf(1000)],
    ['a WDF file', wdfWithBlock(512)],
  ])('refuses %s of 10 GB at once, whatever the memory', async (_, head) => {
    const path = join(folder, 'huge')
    const digits = typeof head === 'string' ? '7'.repeat(5 * 2 ** 20) : ''
    await writeFile(path, typeof head === 'string' ? head + digits : head)
    // The rest takes no room on the disk.
    await truncate(path, 10e9)
    const before = process.memoryUsage().rss
    await expect(readImport(path, { axis: 'cm-1' })).rejects.toMatchObject({
      code: 'file.notASpectrum',
      message: expect.stringMatching(/longer than 4194304 characters|9537 MiB/) as string,
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 2 ** 20)
  })

  it('takes a label that it knows', async () => {
    const { diagnosis } = await read(`#Label=Melanoma\n${table(line(100, 1))}`)
    expect(diagnosis).toEqual({ label: 'malignant', lesionClass: 'melanoma' })
  })

  it('takes back what was exported, and its axis', async () => {
    const measurement = aMeasurement()
    for (const format of ['csv', 'jcamp', 'spc'] satisfies MeasurementFormat[]) {
      const found = await read(await fileOf(format, measurement))
      expect(found.spectra[0]!.intensities[3]).toBeCloseTo(measurement.mean![3]!, 3)
      expect(found.spectra[0]!.wavenumbers[3]).toBeCloseTo(measurement.wavenumbers[3]!, 3)
    }
  })
})

describe('a damaged file', () => {
  it.each(['csv', 'jcamp', 'spc', 'wdf', 'bwtek', 'enlighten'] as const)(
    'of %s is refused or read, and never holds anybody up',
    async (format) => {
      const whole = await validFile(format)
      if (!whole) return
      await fc.assert(
        fc.asyncProperty(
          fc.nat(whole.length),
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
          fc.boolean(),
          async (cut, flips, truncate) => {
            const bytes = Uint8Array.from(truncate ? whole.subarray(0, cut) : whole)
            for (const [at, value] of flips) if (at < bytes.length) bytes[at] = value
            try {
              const { spectra } = await read(bytes, { axis: 'cm-1' }, `damaged.${format}`)
              for (const { wavenumbers, intensities } of spectra) {
                expect(wavenumbers.every(Number.isFinite)).toBe(true)
                expect(intensities).toHaveLength(wavenumbers.length)
              }
            } catch (error) {
              if (!(error instanceof StokesError)) throw error
            }
          },
        ),
        { numRuns: 60, seed: 6 },
      )
    },
    20_000,
  )
})

async function fileOf(format: MeasurementFormat, measurement = aMeasurement()): Promise<Buffer> {
  const [file] = await measurementFiles(format, measurement)
  return Buffer.concat([...file!.content].map((part) => Buffer.from(part)))
}

/** Null where the reference data is absent. */
async function validFile(
  format: 'csv' | 'jcamp' | 'spc' | 'wdf' | 'bwtek' | 'enlighten',
): Promise<Buffer | null> {
  if (format === 'csv' || format === 'jcamp' || format === 'spc') return fileOf(format)
  const files = {
    wdf: 'calibration-785/formats/Renishaw/nCal_Qontor785_z005H12_100_1x3s.wdf',
    bwtek: 'calibration-785/formats/iRaman/PST02_iRPlus785_Z050_075_3200ms.txt',
    enlighten: 'reference-library-785/default_matching_library/Sodium_Acetate.csv',
  }
  return absent === null ? readFile(join(data, files[format])) : null
}

function wdfWithBlock(size: number): Uint8Array {
  const bytes = Buffer.alloc(1024)
  bytes.write('WDF1', 0, 'latin1')
  bytes.writeUInt32LE(1, 4)
  bytes.writeUInt32LE(2, 60)
  bytes.writeBigUInt64LE(1n, 64)
  bytes.writeBigUInt64LE(BigInt(size), 520)
  return bytes
}

function spcOf(points: number): Uint8Array {
  const bytes = Buffer.alloc(600)
  bytes[1] = 0x4b
  bytes.writeUInt32LE(points, 4)
  bytes.writeUInt32LE(1, 24)
  return bytes
}
