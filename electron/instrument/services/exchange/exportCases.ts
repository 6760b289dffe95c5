import { mkdir } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileWriter, ParquetWriter } from 'hyparquet-writer'
import { StokesError } from '../../../contract/errors'
import type { ExportedCases, ExportFormat, ExportReport } from '../../../contract/exchange'
import { fhirOfCase } from '../../../storage/exchange/fhir'
import { caseReport, reportedMeasurement } from './document/caseReport'
import { paperAsHtml } from './document/paperAsHtml'
import { paperAsPdf } from './document/paperAsPdf'
import { deidentification, deidentify, Pseudonyms } from '../../../storage/exchange/deidentify'
import type { ExportedMeasurement } from '../../../storage/exchange/exportedMeasurement'
import { jsonOfMeasurements } from '../../../storage/exchange/json'
import { measurementFiles, type MeasurementFormat } from '../../../storage/exchange/measurementFiles'
import { parquetColumnsOf, parquetRowsOf, parquetSchema } from '../../../storage/exchange/parquet'
import { systemClock } from '../../../shared/clock'
import { softwareVersion } from '../../../shared/softwareVersion'
import type { CaseLog } from '../../../storage/openCaseLog'
import { writeCaseArchive } from './caseArchive'
import { chooseCases } from './chooseCases'
import { knownModels } from './knownModels'
import { readCase, readMeasurement } from './readMeasurement'
import { throughPart, writeNewFile } from './writeNewFile'

export interface ExportOptions {
  log: CaseLog
  chosen: ExportedCases
  format: ExportFormat
  /** A file for JSON, Parquet and one measurement; a folder for many. */
  out: string
  /** For research: with this key nothing goes out that names a person. */
  deidentifyKey?: Uint8Array | undefined
  /** What an archive calls the place that it is from. @default by the case log */
  site?: string | undefined
  signal?: AbortSignal | undefined
  /** How many measurements are written. */
  onProgress?: ((measurements: number) => void) | undefined
}

/**
 * Writes cases in a format. Each file is whole when it has its name; an export that is interrupted leaves the files that were
 * finished.
 * @throws StokesError `storage.notFound`, `usage.invalid` where there is nothing to write, `file.notWritable`; the signal's reason
 */
export async function exportCases(options: ExportOptions): Promise<ExportReport> {
  const { format } = options
  const names = options.deidentifyKey && new Pseudonyms(options.deidentifyKey)
  if (format === 'archive' && names) throw wholeOnly()
  if (format === 'archive' || format === 'fhir' || format === 'report' || format === 'pdf')
    return exportOfCases(options, format, names)
  const seen: Seen = { cases: new Set<string>(), measurements: 0 }
  const measurements = counted(options, seen, names)
  const files = await write(options, measurements)
  if (seen.measurements === 0) throw nothing()
  if (names) files.push(await writeManifest(options, names, seen))
  return { format, cases: seen.cases.size, measurements: seen.measurements, files }
}

interface Seen {
  cases: Set<string>
  measurements: number
}

/** What was removed and how, beside the files; nothing of the key. */
async function writeManifest(
  { format, out, signal }: ExportOptions,
  names: Pseudonyms,
  seen: Seen,
): Promise<string> {
  const path = extname(out) === '' ? join(out, 'deidentification.json') : `${out}.deidentification.json`
  const manifest = {
    format: 'stokes-deidentification',
    version: 1,
    softwareVersion: softwareVersion(),
    key: names.keyName,
    files: format,
    cases: seen.cases.size,
    measurements: seen.measurements,
    rules: deidentification,
  }
  await writeNewFile(path, [`${JSON.stringify(manifest, null, 2)}\n`], signal)
  return path
}

type CaseFormat = 'archive' | 'fhir' | 'report' | 'pdf'

/** Formats with a file for each case, whatever was measured. */
const caseSuffixes: Record<CaseFormat, string> = {
  archive: '.stokes.zip',
  fhir: '.fhir.json',
  report: '.html',
  pdf: '.pdf',
}

async function exportOfCases(
  options: ExportOptions,
  format: CaseFormat,
  names?: Pseudonyms,
): Promise<ExportReport> {
  const { log, chosen, out, signal, onProgress } = options
  const suffix = caseSuffixes[format]
  const seen: Seen = { cases: new Set(), measurements: 0 }
  const files: string[] = []
  const modelOf = knownModels(log)
  const single = extname(out) !== ''
  for (const lesionId of chooseCases(log, chosen)) {
    signal?.throwIfAborted()
    if (single && files.length > 0) throw severalForOneFile(out)
    const { patient, lesion } = log.cases.open(lesionId)
    const pseudonym = names ? names.id('patient', patient.id).slice(0, 12) : plainName(patient.pseudonym)
    const id = (names?.id('lesion', lesion.id) ?? lesion.id).slice(0, 8)
    const path = single ? out : join(out, `${pseudonym}_${id}${suffix}`)
    await mkdir(dirname(path), { recursive: true })
    const measurements = await writeCase(options, format, { lesionId, path, names, modelOf })
    if (measurements === null) continue
    seen.measurements += measurements
    seen.cases.add(lesionId)
    files.push(path)
    onProgress?.(seen.measurements)
    await nextTurn()
  }
  if (files.length === 0) throw nothing()
  if (names) files.push(await writeManifest(options, names, seen))
  return { format, cases: seen.cases.size, measurements: seen.measurements, files }
}

interface CaseToWrite {
  lesionId: string
  path: string
  names: Pseudonyms | undefined
  modelOf: ReturnType<typeof knownModels>
}

/** Gives how many measurements the case has; null where it is not written, as nothing of it may go out. */
async function writeCase(
  { log, signal, site }: ExportOptions,
  format: CaseFormat,
  { lesionId, path, names, modelOf }: CaseToWrite,
): Promise<number | null> {
  const about = { softwareVersion: softwareVersion(), createdAt: systemClock.timestamp() }
  if (format === 'archive') {
    const { rows } = await writeCaseArchive(log, lesionId, { ...about, out: path, site, signal })
    return rows.acquisition ?? 0
  }
  const whole = readCase(log, lesionId)
  const read = whole.acquisitionIds.map((id) => readMeasurement(log, whole.of, id))
  const measurements = names ? read.map((measurement) => deidentify(measurement, names)) : read
  const [first] = measurements
  if (names && !first) return null
  const of = first?.of ?? whole.of
  if (format === 'fhir') {
    await writeNewFile(path, [`${JSON.stringify(fhirOfCase(of, measurements, about), null, 1)}\n`], signal)
    return measurements.length
  }
  const answer = reportedMeasurement(measurements)?.result?.answer
  const model = answer ? await modelOf(answer.model) : null
  // Who signed is no part of research.
  const signatures = names ? [] : log.signatures.ofLesion(lesionId)
  const paper = caseReport(of, measurements, { ...about, model, signatures })
  await writeNewFile(path, [format === 'pdf' ? await paperAsPdf(paper) : paperAsHtml(paper)], signal)
  return measurements.length
}

function write(options: ExportOptions, measurements: Iterable<ExportedMeasurement>): Promise<string[]> {
  const { format } = options
  switch (format) {
    case 'json':
      return writeJson(options, measurements)
    case 'parquet':
      return writeParquet(options, measurements)
    case 'csv':
    case 'jcamp':
    case 'spc':
    case 'hdf5':
      return writeMeasurements(format, options, measurements)
    default:
      throw new Error(`${format} is written by the case`)
  }
}

function* counted(
  { log, chosen, signal, onProgress }: ExportOptions,
  seen: Seen,
  names: Pseudonyms | undefined,
): Generator<ExportedMeasurement> {
  for (const lesionId of chooseCases(log, chosen)) {
    const { of, acquisitionIds } = readCase(log, lesionId)
    for (const id of acquisitionIds) {
      signal?.throwIfAborted()
      const measurement = readMeasurement(log, of, id)
      yield names ? deidentify(measurement, names) : measurement
      seen.cases.add(lesionId)
      seen.measurements += 1
      onProgress?.(seen.measurements)
    }
  }
}

async function writeJson(
  { out, signal }: ExportOptions,
  measurements: Iterable<ExportedMeasurement>,
): Promise<string[]> {
  const iterator = measurements[Symbol.iterator]()
  const first = iterator.next()
  if (first.done) throw nothing()
  const all = function* () {
    yield first.value
    yield* { [Symbol.iterator]: () => iterator }
  }
  await writeNewFile(out, jsonOfMeasurements(all()), signal)
  return [out]
}

/** A row group has so many rows at least: bounded memory, and columns that compress. */
const ROW_GROUP = 500

async function writeParquet(
  { out, signal }: ExportOptions,
  measurements: Iterable<ExportedMeasurement>,
): Promise<string[]> {
  await throughPart(
    out,
    async (part) => {
      const writer = new ParquetWriter({ writer: fileWriter(part), schema: parquetSchema })
      let rows: ReturnType<typeof parquetRowsOf> = []
      let groups = 0
      const flush = async () => {
        await writer.write({ columnData: parquetColumnsOf(rows) })
        rows = []
        groups += 1
      }
      for (const measurement of measurements) {
        rows.push(...parquetRowsOf(measurement))
        if (rows.length >= ROW_GROUP) await flush()
      }
      if (rows.length > 0) await flush()
      if (groups === 0) throw nothing()
      await writer.finish()
    },
    signal,
  )
  return [out]
}

async function writeMeasurements(
  format: MeasurementFormat,
  { out, signal }: ExportOptions,
  measurements: Iterable<ExportedMeasurement>,
): Promise<string[]> {
  const written: string[] = []
  const single = extname(out) !== ''
  let count = 0
  for (const measurement of measurements) {
    if (single && count++ > 0) throw severalForOneFile(out)
    const name = single ? out.slice(0, -extname(out).length) : join(out, nameOf(measurement))
    for (const { suffix, content } of await measurementFiles(format, measurement)) {
      const path = `${name}${suffix}`
      await writeNewFile(path, content, signal)
      written.push(path)
    }
    // What asks for the end is heard between two measurements.
    await nextTurn()
  }
  return written
}

/** Pseudonym, day and id, as every file system takes them. */
export function nameOf({ of, acquisition }: Pick<ExportedMeasurement, 'of' | 'acquisition'>): string {
  const day = acquisition.startedAt.slice(0, 10)
  return `${plainName(of.patient.pseudonym)}_${day}_${acquisition.id.slice(0, 8)}`
}

export function plainName(text: string): string {
  return basename(text.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '')) || 'unnamed'
}

function wholeOnly(): StokesError {
  return new StokesError(
    'usage.invalid',
    'An archive is a whole case, with all that is known of the patient.',
    {
      tip: 'For research, export csv, json, jcamp, spc, hdf5 or parquet.',
    },
  )
}

function nothing(): StokesError {
  return new StokesError('usage.invalid', 'There is no measurement to export.', {
    tip: 'Choose a case with a measurement, or another search.',
  })
}

function severalForOneFile(out: string): StokesError {
  return new StokesError(
    'usage.invalid',
    `${basename(out)} can hold one measurement, and there are several.`,
    {
      tip: 'Name a folder: each measurement gets files of its own in it.',
    },
  )
}
