import { open, type FileHandle } from 'node:fs/promises'
import { z } from 'zod'
import { StokesError } from '../../contract/errors'
import { originSchema } from '../../contract/frame'
import { writeOrSayFull } from '../writeOrSayFull'
import { checkDataSet } from './checkDataSet'
import type { DataSet } from './dataSet'
import { dataSetHash } from './dataSetHash'

/*
 * A frozen data set on disk is one safetensors file (github.com/huggingface/safetensors): the length of a JSON header in
 * 8 bytes, the header, then the numbers, little-endian as everywhere that Electron runs. NumPy and PyTorch read it.
 */

const LENGTH_BYTES = 8
/** The limit of the format's own reader. */
const LONGEST_HEADER = 100_000_000
/** One read takes less than 2 GiB. */
const CHUNK = 2 ** 26

const rowSchema = z.object({
  id: z.string(),
  patient: z.string(),
  label: z.int().nonnegative(),
  lesionClass: z.string(),
  age: z.number().nullable(),
  sex: z.string().nullable(),
  bodySite: z.string().nullable(),
  skinType: z.number().nullable(),
  instrument: z.string().nullable(),
  takenAt: z.string().nullable(),
  axisVariant: z.string().exactOptional(),
  oracleScore: z.number().exactOptional(),
})
const describedSchema = z.object({
  name: z.string(),
  origin: originSchema,
  classes: z.array(z.string()),
  patientsKnown: z.boolean(),
  rows: z.array(rowSchema),
})
const size = z.int().nonnegative()
const tensor = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({ dtype: z.literal('F64'), shape, data_offsets: z.tuple([size, size]) })
const headerSchema = z.object({
  __metadata__: z.object({ format: z.literal('stokes-data-set-1'), hash: z.string(), dataSet: z.string() }),
  axis: tensor(z.tuple([size])),
  spectra: tensor(z.tuple([size, size])),
})

/**
 * Writes a frozen data set and gives its hash. What was at `path` stays until all is written.
 * @throws StokesError `storage.diskFull`; other errors of the file system as they are
 */
export async function saveSnapshot(path: string, dataSet: DataSet): Promise<string> {
  const { axis, spectra, ...described } = checkDataSet(dataSet)
  const hash = dataSetHash(dataSet)
  const text = JSON.stringify({
    __metadata__: { format: 'stokes-data-set-1', hash, dataSet: JSON.stringify(described) },
    axis: { dtype: 'F64', shape: [axis.length], data_offsets: [0, axis.byteLength] },
    spectra: {
      dtype: 'F64',
      shape: [dataSet.rows.length, axis.length],
      data_offsets: [axis.byteLength, axis.byteLength + spectra.byteLength],
    },
  } satisfies z.input<typeof headerSchema>)
  // Spaces, as the format has it, so that the numbers are aligned.
  const header = Buffer.from(text + ' '.repeat(LENGTH_BYTES - (Buffer.byteLength(text) % LENGTH_BYTES)))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeBigUInt64LE(BigInt(header.length))

  await writeOrSayFull(path, [length, header, bytesOf(axis), bytesOf(spectra)])
  return hash
}

/**
 * Reads a frozen data set and holds it to its hash.
 * @throws StokesError `file.notFound`, `file.notReadable`, `dataset.changed`
 */
export async function loadSnapshot(path: string): Promise<{ dataSet: DataSet; hash: string }> {
  const file = await open(path).catch((cause: unknown) => {
    throw new StokesError('file.notFound', `There is no data set at ${path}.`, { cause })
  })
  try {
    const { __metadata__: metadata, axis: axisTensor, spectra: spectraTensor } = await readHeader(path, file)
    const described = describedSchema.parse(JSON.parse(metadata.dataSet))
    const [spectraCount, points] = spectraTensor.shape
    if (spectraCount !== described.rows.length || axisTensor.shape[0] !== points) throw changed(path)
    const axis = new Float64Array(points)
    const spectra = new Float64Array(spectraCount * points)
    for (const numbers of [axis, spectra]) {
      const bytes = bytesOf(numbers)
      for (let start = 0; start < bytes.length;) {
        const { bytesRead } = await file.read(bytes, start, Math.min(CHUNK, bytes.length - start))
        if (bytesRead === 0) throw changed(path)
        start += bytesRead
      }
    }
    const dataSet = checkDataSet({ ...described, axis, spectra })
    if (dataSetHash(dataSet) !== metadata.hash) throw changed(path)
    return { dataSet, hash: metadata.hash }
  } catch (cause) {
    if (cause instanceof StokesError && cause.code.startsWith('file.')) throw cause
    throw changed(path, cause)
  } finally {
    await file.close()
  }
}

async function readHeader(path: string, file: FileHandle): Promise<z.output<typeof headerSchema>> {
  const length = Buffer.alloc(LENGTH_BYTES)
  await file.read(length, 0, LENGTH_BYTES, 0)
  const bytes = length.readBigUInt64LE()
  const { size: all } = await file.stat()
  if (bytes === 0n || bytes > BigInt(Math.min(LONGEST_HEADER, all - LENGTH_BYTES))) throw notASnapshot(path)
  const header = Buffer.alloc(Number(bytes))
  // From here on reads go on where the one before them ended.
  await file.read(Buffer.alloc(LENGTH_BYTES), 0, LENGTH_BYTES)
  for (let start = 0; start < header.length;) {
    const { bytesRead } = await file.read(header, start)
    if (bytesRead === 0) throw notASnapshot(path)
    start += bytesRead
  }
  try {
    return headerSchema.parse(JSON.parse(header.toString()))
  } catch (cause) {
    throw notASnapshot(path, cause)
  }
}

/** @throws StokesError `dataset.changed` where a data set is no longer what it was when it was frozen */
export function requireUnchanged(dataSet: DataSet, hash: string): void {
  if (dataSetHash(dataSet) !== hash) throw changed(dataSet.name)
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function changed(what: string, cause?: unknown): StokesError {
  return new StokesError('dataset.changed', `${what} is not what it was when its hash was taken.`, {
    tip: 'Figures of the earlier one do not hold for it: restore the file, or freeze a new data set.',
    cause,
  })
}

function notASnapshot(path: string, cause?: unknown): StokesError {
  return new StokesError('file.notReadable', `${path} is no frozen data set.`, {
    tip: 'Name a file that was frozen by Stokes, or read it as CSV or Parquet.',
    cause,
  })
}
