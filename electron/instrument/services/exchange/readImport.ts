import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { NewDiagnosis } from '../../../contract/cases'
import { lesionClassSchema } from '../../../contract/cases'
import type { StokesError } from '../../../contract/errors'
import { readingProblem } from '../../../devices/replay/readers/fileProblem'
import { readLines } from '../../../devices/replay/readers/readLines'
import { readSpectraFile } from '../../../devices/replay/readers/readSpectraFile'
import { isBwtek, readBwtek } from '../../../storage/exchange/readBwtek'
import { isEnlighten, readEnlighten } from '../../../storage/exchange/readEnlighten'
import { isJcamp, readJcamp } from '../../../storage/exchange/readJcamp'
import { isSpc, readSpc } from '../../../storage/exchange/readSpc'
import { refusal, type ReadFile, type ReadSpectrum } from '../../../storage/exchange/readSpectra'
import { isWdf, readWdf } from '../../../storage/exchange/readWdf'
import { standardise, type AxisOptions } from '../../../storage/exchange/standardise'
import type { ImportedFile } from '../../../storage/repositories/imports'

/** A format that is read in one piece may be so long; text by lines is bounded line by line. */
const MOST_BYTES = 256 * 1024 * 1024
const MOST_LINES_BYTES = 64 * 1024 * 1024
/** Of a file, that say what it is. */
const HEAD_BYTES = 64 * 1024

/**
 * Reads a file of spectra, whatever its name: two-column text, CSV and LabSpec, B&W Tek, ENLIGHTEN, JCAMP-DX, SPC, WDF are told by
 * what is in them.
 * @throws StokesError `file.notFound`, `file.notReadable`, `file.notASpectrum` with file and line
 */
export async function readImport(path: string, options: AxisOptions): Promise<ImportedFile> {
  const read = await readAny(path)
  const spectra = read.spectra.map((spectrum) => standardise(path, spectrum, options))
  const { format, instrument, properties } = read
  const diagnosis = await diagnosisOf(path, properties)
  return {
    name: basename(path),
    sha256: await hashOf(path),
    format,
    instrument,
    properties,
    spectra,
    diagnosis,
  }
}

async function readAny(path: string): Promise<ReadFile> {
  const { head, size } = await headOf(path)
  if (isWdf(head)) return readWdf(path, await bytesOf(path, size))
  if (isSpc(head)) return readSpc(path, await bytesOf(path, size))
  const firstLine = head.toString('utf8', 0, 512).replace(/^\s+/, '').split(/\r?\n/)[0]!
  if (isJcamp(firstLine)) return readJcamp(path, (await bytesOf(path, size)).toString('latin1'))
  if (isBwtek(firstLine)) return readBwtek(path, await linesOf(path))
  if (isEnlighten(firstLine)) return readEnlighten(path, await linesOf(path))
  return readText(path)
}

/** A table whose first column is the axis. */
async function readText(path: string): Promise<ReadFile> {
  const { axis, spectra, axisHeading, lines, properties, ...known } = await readSpectraFile(path)
  return {
    format: 'text',
    spectra: spectra.map(({ name, intensities }): ReadSpectrum => ({
      ...{ name, axis, intensities },
      unit: unitOf(path, axisHeading),
      dark: null,
      integrationTimeMs: known.integrationTimeMs,
      excitationNanometres: known.excitationNanometres,
      measuredAt: properties.get('acquired') ?? null,
      lineOf: (point) => lines[point]!,
    })),
    instrument: null,
    properties: Object.fromEntries(properties),
  }
}

function unitOf(path: string, heading: string | null): 'cm-1' | 'nm' | null {
  if (heading === null) return null
  if (/cm|shift|wave ?num|raman/i.test(heading)) return 'cm-1'
  if (/\bnm\b|nanomet|wave ?length/i.test(heading)) return 'nm'
  if (!/pixel/i.test(heading)) return null
  const tip = 'Calibrate the spectrum in the program that recorded it, and export wavenumbers.'
  throw refusal(path, 1, `its axis is "${heading.slice(0, 40)}", no wavenumbers`, tip)
}

const malignant: readonly string[] = ['melanoma', 'basalCellCarcinoma', 'squamousCellCarcinoma']

/** What a line `#Label=…` says of the lesion: benign, malignant, or one of our classes. */
async function diagnosisOf(
  path: string,
  properties: Record<string, string>,
): Promise<Pick<NewDiagnosis, 'label' | 'lesionClass'> | null> {
  const said = properties.label?.trim()
  if (said === undefined || said === '' || !('label' in properties)) return null
  if (said === 'benign' || said === 'malignant') return { label: said, lesionClass: 'other' }
  const named = lesionClassSchema.options.find((name) => name.toLowerCase() === said.toLowerCase())
  if (named !== undefined && named !== 'other')
    return { label: malignant.includes(named) ? 'malignant' : 'benign', lesionClass: named }
  const tip = `Labels are benign, malignant, ${lesionClassSchema.options.join(', ')}.`
  throw refusal(
    path,
    await lineOfLabel(path),
    `its label is "${said.slice(0, 40)}", which nobody here knows`,
    tip,
  )
}

/** Where a text says its label; null for a format that has no lines of its own. */
async function lineOfLabel(path: string): Promise<number | null> {
  let before = 0
  for await (const lines of readLines(path)) {
    const at = lines.findIndex((line) => /^#?\s*label\s*[=,;\t]/i.test(line))
    if (at >= 0) return before + at + 1
    before += lines.length
  }
  return null
}

async function headOf(path: string): Promise<{ head: Buffer; size: number }> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) throw Object.assign(new Error(path), { code: 'EISDIR' })
    const parts: Buffer[] = []
    for await (const part of createReadStream(path, { end: HEAD_BYTES - 1 }) as AsyncIterable<Buffer>)
      parts.push(part)
    return { head: Buffer.concat(parts), size: found.size }
  } catch (error) {
    throw readingProblem(path, error)
  }
}

async function bytesOf(path: string, size: number): Promise<Buffer> {
  if (size > MOST_BYTES) throw tooLong(path, size, MOST_BYTES)
  return readFile(path)
}

async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = []
  let length = 0
  for await (const some of readLines(path)) {
    for (const line of some) {
      length += line.length
      lines.push(line)
    }
    if (length > MOST_LINES_BYTES) throw tooLong(path, length, MOST_LINES_BYTES)
  }
  return lines
}

function tooLong(path: string, bytes: number, most: number): StokesError {
  const mebibytes = (value: number) => `${Math.ceil(value / 2 ** 20)} MiB`
  const tip = 'Export fewer spectra into one file.'
  return refusal(path, null, `it has ${mebibytes(bytes)}, and at most ${mebibytes(most)} can be read`, tip)
}

async function hashOf(path: string): Promise<Uint8Array> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) hash.update(part)
  return Uint8Array.from(hash.digest())
}
