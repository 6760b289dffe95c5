import { damaged, numberIn, type ReadFile, type ReadSpectrum } from './readSpectra'
import { numberOfCell, propertiesOf } from './spectrometerText'

export const isEnlighten = (firstLine: string): boolean => /^\uFEFF?ENLIGHTEN Version,/.test(firstLine)

/**
 * CSV of Wasatch Photonics' ENLIGHTEN: `name,value` lines, then a table by pixel. Raw counts and dark are taken where they are there,
 * else what the program made of them.
 * @throws StokesError `file.notASpectrum` with the line
 */
export function readEnlighten(path: string, lines: readonly string[]): ReadFile {
  const head = lines.findIndex((line) => /^(Pixel|Wavelength|Wavenumber),/.test(line))
  if (head < 0) throw damaged(path, 'CSV of ENLIGHTEN', 'the table of the spectrum is missing')
  const properties = propertiesOf(lines.slice(0, head), ',')
  const names = lines[head]!.split(',').map((name) => name.trim())
  const axisAt = names.includes('Wavenumber') ? names.indexOf('Wavenumber') : names.indexOf('Wavelength')
  if (axisAt < 0) throw damaged(path, 'CSV of ENLIGHTEN', 'there is no column of wavenumbers', head + 1)
  const rawAt = names.indexOf('Raw')
  const signalAt = rawAt >= 0 ? rawAt : names.indexOf('Processed')
  if (signalAt < 0) throw damaged(path, 'CSV of ENLIGHTEN', 'there is no column Raw or Processed', head + 1)
  const darkAt = rawAt >= 0 ? names.indexOf('Dark') : -1

  const rows: [axis: number, signal: number, dark: number][] = []
  const lineOfRow: number[] = []
  for (let at = head + 1; at < lines.length; at++) {
    if (lines[at]!.trim() === '') continue
    const cells = lines[at]!.split(',')
    const place = { path, format: 'CSV of ENLIGHTEN', line: at + 1 }
    const cell = (column: number) => numberOfCell(cells[column], { ...place, name: names[column]! })
    rows.push([cell(axisAt), cell(signalAt), darkAt >= 0 ? cell(darkAt) : 0])
    lineOfRow.push(at + 1)
  }
  const spectrum: ReadSpectrum = {
    name: properties.Label || names[signalAt]!,
    axis: Float64Array.from(rows, ([axis]) => axis),
    unit: names[axisAt] === 'Wavenumber' ? 'cm-1' : 'nm',
    intensities: Float64Array.from(rows, ([, signal]) => signal),
    dark: darkAt >= 0 ? Float64Array.from(rows, ([, , dark]) => dark) : null,
    integrationTimeMs: numberIn(properties['Integration Time']),
    excitationNanometres: numberIn(properties['Laser Wavelength']),
    measuredAt: properties.Timestamp || null,
    lineOf: (point) => lineOfRow[point]!,
  }
  const { Model = '', 'Serial Number': serialNumber = '' } = properties
  const instrument = { maker: 'Wasatch Photonics', model: Model, serialNumber }
  return { format: 'enlighten', spectra: [spectrum], instrument, properties }
}
