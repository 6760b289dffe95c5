import { basename } from 'node:path'
import { StokesError } from '../../contract/errors'

export type ImportFormat = 'text' | 'bwtek' | 'enlighten' | 'jcamp' | 'spc' | 'wdf'

/** A spectrum as its file has it. */
export interface ReadSpectrum {
  name: string
  /** In the order of the file. */
  axis: Float64Array
  unit: 'cm-1' | 'nm' | null
  /** Counts; with the dark not yet taken off where there is one. */
  intensities: Float64Array
  dark: Float64Array | null
  /** What of the file is known; null where it does not say. */
  integrationTimeMs: number | null
  excitationNanometres: number | null
  /** As the file says it. */
  measuredAt: string | null
  /** Line of a point, for messages; null where the file has none. */
  lineOf: ((point: number) => number) | null
}

export interface ReadFile {
  format: ImportFormat
  spectra: ReadSpectrum[]
  instrument: { maker: string; model: string; serialNumber: string } | null
  /** What else the file says, by the names that it uses. */
  properties: Record<string, string>
}

/** Why a file cannot be imported, at the line where that shows. */
export function refusal(path: string, line: number | null, what: string, tip: string): StokesError {
  const where = line === null ? basename(path) : `${basename(path)}, line ${line}`
  return new StokesError('file.notASpectrum', `${where}: ${what}.`, { tip, details: { path, line } })
}

/** Why a file of a maker's format is none, or only a part of one. */
export function damaged(path: string, format: string, what: string, line: number | null = null): StokesError {
  return refusal(
    path,
    line,
    what,
    `Export it again as ${format}; the file is damaged, or only a part of one.`,
  )
}

/** What a parser of others throws, as what it means to a person. */
export function parsed<T>(path: string, format: string, parse: () => T): T {
  try {
    return parse()
  } catch (cause) {
    if (cause instanceof StokesError) throw cause
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new StokesError(
      'file.notASpectrum',
      `${basename(path)}: it cannot be read as ${format} (${said}).`,
      {
        tip: 'The file is damaged, or only a part of one. Export it again.',
        cause,
      },
    )
  }
}

/** A number of a file's head; null where it says none. Decimal commas, too. */
export function numberIn(text: string | undefined): number | null {
  const [found] = /[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?/i.exec(text ?? '') ?? []
  if (found === undefined) return null
  const value = Number(found.replace(',', '.'))
  return Number.isFinite(value) ? value : null
}
