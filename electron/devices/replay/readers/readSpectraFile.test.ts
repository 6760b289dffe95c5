import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSpectraFile } from './readSpectraFile'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stokes-readers-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(content: string | Uint8Array, name = 'spot 1.txt') {
  const path = join(folder, name)
  await writeFile(path, content)
  const { axis, spectra, ...rest } = await readSpectraFile(path)
  return {
    axis: [...axis],
    spectra: spectra.map((spectrum) => ({ ...spectrum, intensities: [...spectrum.intensities] })),
    ...rest,
  }
}

describe('readSpectraFile', () => {
  it.each([
    ['tabs', '600.5\t10\n601.5\t-20.25\n'],
    ['spaces', '  600.5   10\n  601.5 -20.25  \n'],
    ['commas', '600.5,10\n601.5,-20.25\n'],
    ['commas and spaces', '600.5, 10\n601.5, -20.25\n'],
    ['semicolons', '600.5;10\n601.5;-20.25\n'],
    ['semicolons and decimal commas', '600,5;10\n601,5;-20,25\n'],
    ['tabs and decimal commas', '600,5\t10\n601,5\t-20,25\n'],
    ['spaces and decimal commas', '600,5 10\n601,5 -20,25\n'],
    ['CR LF', '600.5\t10\r\n601.5\t-20.25\r\n'],
    ['no last line end', '600.5\t10\n601.5\t-20.25'],
    ['empty lines', '\n600.5\t10\n\n601.5\t-20.25\n\n\n'],
    ['a delimiter at the end of each line', '600.5;10;\n601.5;-20.25;\n'],
    ['exponents', '6.005e2,1E1\n6.015E+2,-2025e-2\n'],
    ['quotes', '"600.5","10"\n"601.5","-20.25"\n'],
    ['a descending axis', '601.5\t-20.25\n600.5\t10\n'],
    ['a heading', 'Raman shift (cm-1) Intensity (counts)\n600.5 10\n601.5 -20.25\n'],
    ['comments', '#Wave\t\t#Intensity\n600.5\t10\n# later\n601.5\t-20.25\n'],
    ['UTF-8 with its mark', Buffer.from('\ufeff600.5\t10\n601.5\t-20.25\n')],
    ['UTF-16', Buffer.from('\ufeff600.5\t10\n601.5\t-20.25\n', 'utf16le')],
  ])('reads %s', async (_, content) => {
    const { axis, spectra } = await read(content)
    expect(axis).toEqual([600.5, 601.5])
    expect(spectra).toEqual([{ name: 'spot 1', intensities: [10, -20.25] }])
  })

  it('reads a table of several spectra, named by its heading', async () => {
    const { axis, spectra } = await read('wavenumber,"left, arm",b\n602,3,6\n600,1,4\n601,2,5\n')
    expect(axis).toEqual([600, 601, 602])
    expect(spectra).toEqual([
      { name: 'left, arm', intensities: [1, 2, 3] },
      { name: 'b', intensities: [4, 5, 6] },
    ])
  })

  it('names the spectra of a table without a heading by the file', async () => {
    const { spectra } = await read('600,1,4\n601,2,5\n')
    expect(spectra.map(({ name }) => name)).toEqual(['spot 1 1', 'spot 1 2'])
  })

  it.each([
    ['UTF-8', Buffer.from('cm⁻¹;Läsion µ\n600;1\n601;2\n'), 'Läsion µ'],
    ['Latin-1', Buffer.from('cm-1;L\u00e4sion \u00b5\n600;1\n601;2\n', 'latin1'), 'Läsion µ'],
    ['UTF-16', Buffer.from('\ufeffcm⁻¹;Läsion µ\n600;1\n601;2\n', 'utf16le'), 'Läsion µ'],
  ])('reads names in %s', async (_, content, name) => {
    expect((await read(content)).spectra[0]!.name).toBe(name)
  })

  it('reads the properties of LabSpec', async () => {
    const read1 = await read('#Sample=thenar\n#Laser=785 nm\n#Exposition=30\n1568.95\t5976\n1567.13\t5890\n')
    expect(read1).toMatchObject({
      excitationNanometres: 785,
      integrationTimeMs: 30_000,
      axis: [1567.13, 1568.95],
    })
    expect(await read('600\t1\n601\t2\n')).toMatchObject({
      excitationNanometres: null,
      integrationTimeMs: null,
    })
  })

  it('gives every number to the last bit, in whatever pieces the file is read', async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true })
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(number, { minLength: 2, maxLength: 30, comparator: (a, b) => a === b }),
        fc.array(number, { minLength: 30, maxLength: 30 }),
        async (axis, values) => {
          const lines = axis.map((x, i) => `${x},${values[i]!}`)
          const got = await read(lines.join('\n'), 'exact.csv')
          const sorted = axis.map((x, i) => [x, values[i]!] as const).sort(([a], [b]) => a - b)
          expect(got.axis.map(String)).toEqual(sorted.map(([x]) => String(x)))
          expect(got.spectra[0]!.intensities.map(String)).toEqual(sorted.map(([, y]) => String(y)))
        },
      ),
      { numRuns: 50 },
    )
  })

  it.each([
    ['is empty', '', /it holds 0 points/],
    ['has one point', '600 1\n', /it holds 1 points/],
    ['is prose', 'Dear Sir,\nthe spectrum is attached.\n', /line 2: column 1 is "the", which is no number/],
    ['is a list', '600\n601\n', /line 1: it has one column/],
    [
      'is a table of something else',
      'time,glucose\n2024-03-19 08:25:00,93\n',
      /line 2: column 1 is "2024-03-19 08:25:00"/,
    ],
    ['has two headings', 'a,b\nc,d\n600,1\n', /line 2: column 1 is "c"/],
    ['lacks a cell', 'x,a,b\n600,1,2\n601,,2\n', /line 3: column 2 is missing/],
    ['lacks the last cell', 'x,a,b\n600,1,2\n601,1,\n', /line 3: it has 2 columns, those before it 3/],
    ['has a cell too many', '600,1,2\n601,1,2,3\n', /line 2: it has 4 columns, those before it 3/],
    [
      'has a heading of another width',
      'x,a\n600,1,2\n601,1,2\n',
      /the heading has 2 columns, the numbers have 3/,
    ],
    ['holds NaN', '600,1\n601,NaN\n', /line 2: column 2 is "NaN"/],
    ['begins with NaN', 'NaN,1\n601,1\n', /line 1: column 1 is "NaN"/],
    ['holds infinity', '600,1\n601,-Infinity\n', /line 2: column 2 is "-Infinity"/],
    ['holds a number too large', '600,1\n601,1e999\n', /line 2: column 2 is "1e999"/],
    ['holds a hexadecimal number', '600,1\n601,0x10\n', /line 2: column 2 is "0x10"/],
    ['holds a word', '600,1\n601,12a\n', /line 2: column 2 is "12a"/],
    ['holds a wavenumber twice', '600,1\n601,2\n600,3\n', /line 3: 600 cm-1 stands on line 1 already/],
    ['groups thousands', '600.5\t1,000\n601.5\t1,001\n', /line 1: numbers have both a comma and a point/],
    ['changes its decimal sign', '600;1,5\n601;1.5\n', /line 2: numbers have both a comma and a point/],
    ['is JCAMP-DX', '##TITLE= Adamantane\n600 1\n601 2\n', /line 1: it is JCAMP-DX/],
    ['is binary', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 10, 0, 1]), /it is no text/],
  ])('refuses a file that %s', async (_, content, message) => {
    const reading = read(content)
    await expect(reading).rejects.toMatchObject({
      code: 'file.notASpectrum',
      message: expect.stringMatching(message) as unknown,
      tip: expect.stringContaining('first column') as unknown,
    })
    await expect(reading).rejects.toThrow('spot 1.txt')
  })

  it('refuses what is not there, or no file', async () => {
    await expect(readSpectraFile(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'file.notFound' })
    await expect(readSpectraFile(folder)).rejects.toMatchObject({ code: 'file.notReadable' })
  })

  it('gives up on a line without an end', async () => {
    await expect(read('1'.repeat(9_000_000))).rejects.toMatchObject({
      code: 'file.notASpectrum',
      message: 'spot 1.txt, line 1: it is longer than 4194304 characters.',
    })
  })
})
