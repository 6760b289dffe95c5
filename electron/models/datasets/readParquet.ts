import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
} from 'hyparquet'
import { invalid, tableColumns, TableReader, type DataFile, type TableOptions } from './tableReader'

/** Columns that are read together: one row group of a hundred thousand spectra then takes 50 MB. */
const COLUMNS_AT_A_TIME = 64

const compressors = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes)),
  BROTLI: (bytes: Uint8Array) => new Uint8Array(brotliDecompressSync(bytes)),
}

/**
 * Reads a Parquet file of the same shape as the CSV (`docs/datasets.md`): uncompressed or by snappy, gzip or brotli.
 * @throws StokesError `dataset.*` with file and row; errors of the file system as they are
 */
export async function readParquet(path: string, options: TableOptions): Promise<DataFile> {
  const file = await asyncBufferFromFile(path)
  const parquet = await new ParquetFile(file, options.name).open()
  const columns = tableColumns(parquet.names, options.name)
  const { axis, wavenumbers, metadata } = columns

  const cells = new Map<number, unknown[]>()
  await parquet.read([...metadata.values()], (place, row, value) => {
    const column = cells.get(place) ?? []
    cells.set(place, column)
    column[row] = value
  })
  const reader = new TableReader(columns, options)
  for (let row = 0; row < parquet.rows; row++)
    reader.add((place) => textOf(cells.get(place)?.[row]), `${options.name}, row ${row + 1}`)

  const spectra = new Float64Array(parquet.rows * axis.length)
  const pointOf = new Map(wavenumbers.map((place, point) => [place, point]))
  for (let start = 0; start < wavenumbers.length; start += COLUMNS_AT_A_TIME) {
    await parquet.read(wavenumbers.slice(start, start + COLUMNS_AT_A_TIME), (place, row, value) => {
      const point = pointOf.get(place)!
      const number = typeof value === 'bigint' ? Number(value) : value
      if (typeof number !== 'number' || !Number.isFinite(number)) {
        throw invalid(
          `${options.name}, row ${row + 1}`,
          `${textOf(value) || 'nothing'} at ${axis[point]} cm-1 is no number`,
          'Leave the spectrum out.',
        )
      }
      spectra[row * axis.length + point] = number
    })
  }
  return { dataSet: reader.finish(spectra), ignoredColumns: columns.ignored }
}

class ParquetFile {
  #metadata: FileMetaData | null = null
  names: readonly string[] = []

  constructor(
    private readonly file: AsyncBuffer,
    private readonly name: string,
  ) {}

  async open(): Promise<this> {
    this.#metadata = await parquetMetadataAsync(this.file).catch((cause: unknown) => {
      throw invalid(this.name, 'it is no Parquet file', 'Write it again, or as CSV.', cause)
    })
    this.names = parquetSchema(this.#metadata).children.map(({ element }) => element.name)
    return this
  }

  get rows(): number {
    return Number(this.#metadata!.num_rows)
  }

  /** Hands out the values of columns, by their places, in any order. */
  async read(
    places: readonly number[],
    take: (place: number, row: number, value: unknown) => void,
  ): Promise<void> {
    if (places.length === 0) return
    const columns = places.map((place) => this.names[place]!)
    const placeOf = new Map(columns.map((name, index) => [name, places[index]!]))
    const refused: Error[] = []
    await parquetRead({
      file: this.file,
      metadata: this.#metadata!,
      columns,
      compressors,
      onChunk: ({ columnName, columnData, rowStart }) => {
        // What is thrown in here would be lost.
        try {
          const place = placeOf.get(columnName)!
          for (let index = 0; index < columnData.length; index++)
            take(place, rowStart + index, columnData[index])
        } catch (error) {
          refused.push(error as Error)
        }
      },
    }).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw invalid(
        this.name,
        `it cannot be read: ${reason}`,
        'Write it again with snappy, or as CSV.',
        cause,
      )
    })
    const [first] = refused
    if (first) throw first
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}
