import { readLines } from './readLines'
import { SpectraTable, type RecordedSpectrum } from './spectraTable'

export interface RecordedSpectra {
  /** Wavenumbers, cm-1, ascending, no two alike. */
  axis: Float64Array
  /** One for each column after the first, in the order of the file; intensities on `axis`. */
  spectra: RecordedSpectrum[]
  /** Of one exposure; null where the file does not say. */
  integrationTimeMs: number | null
  /** Null where the file does not say. */
  excitationNanometres: number | null
  /** What stands above the first column; null where nothing does. */
  axisHeading: string | null
  /** `#Key=Value` lines, the keys in small letters. */
  properties: ReadonlyMap<string, string>
  /** Of the points of `axis`. */
  lines: Int32Array
}

/**
 * Reads recorded spectra from text: a table (CSV, or separated by semicolons, tabs or spaces), the first column wavenumbers
 * in cm-1 in any order, one spectrum in each further column; with or without a heading, and with the `#Key=Value` lines of
 * LabSpec. Decimal points, or decimal commas where a comma separates nothing. UTF-8, Latin-1 or UTF-16; LF or CR LF.
 *
 * A spectrum is named by its heading; in a file that has none, by the file.
 *
 * @throws file.notFound, file.notReadable, file.notASpectrum naming file and line: a cell that is missing or no finite
 * number, a line with another number of columns, a wavenumber that stands there twice, less than two points
 */
export async function readSpectraFile(path: string): Promise<RecordedSpectra> {
  const table = new SpectraTable(path)
  for await (const lines of readLines(path)) for (const line of lines) table.addLine(line)
  const { axis, spectra, lines: linesOfAxis } = table.finish()
  const exposureSeconds = leadingNumber(
    table.properties.get('exposition') ?? table.properties.get('acq. time (s)'),
  )
  return {
    axis,
    spectra,
    integrationTimeMs: exposureSeconds && exposureSeconds * 1000,
    excitationNanometres: leadingNumber(table.properties.get('laser')),
    axisHeading: table.axisHeading,
    properties: table.properties,
    lines: linesOfAxis,
  }
}

/** Of a property such as `785 nm`; null where it is none that can be used. */
function leadingNumber(text = ''): number | null {
  const value = Number(/^\d+(\.\d+)?/.exec(text)?.[0])
  return value > 0 ? value : null
}
