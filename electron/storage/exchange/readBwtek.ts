import { damaged, numberIn, type ReadFile, type ReadSpectrum } from './readSpectra'
import { numberOfCell, propertiesOf } from './spectrometerText'

export const isBwtek = (firstLine: string): boolean => /^\uFEFF?File Version;BWSpec/i.test(firstLine)

/**
 * Text of B&W Tek's BWSpec: `name;value` lines, then a table by pixel, separated by semicolons, with points or commas as decimal
 * signs. Pixels without a Raman shift are left out.
 * @throws StokesError `file.notASpectrum` with the line
 */
export function readBwtek(path: string, lines: readonly string[]): ReadFile {
  const head = lines.findIndex((line) => line.startsWith('Pixel;'))
  if (head < 0) throw damaged(path, 'BWSpec text', 'the table that begins with "Pixel" is missing')
  const properties = propertiesOf(lines.slice(0, head), ';')
  const names = lines[head]!.split(';').map((name) => name.trim())
  const shiftAt = names.indexOf('Raman Shift')
  if (shiftAt < 0) throw damaged(path, 'BWSpec text', 'the column "Raman Shift" is missing', head + 1)
  const darkAt = names.indexOf('Dark')
  const rawAt = columns(names, 'Raw data')
  const signalAt = rawAt.length > 0 ? rawAt : columns(names, 'Dark Subtracted')
  if (signalAt.length === 0) throw damaged(path, 'BWSpec text', 'there is no column of raw data', head + 1)

  const rows: number[][] = []
  const lineOfRow: number[] = []
  for (let at = head + 1; at < lines.length; at++) {
    const cells = lines[at]!.split(';')
    // The spectrometer has pixels that its calibration does not reach.
    if (lines[at]!.trim() === '' || (cells[shiftAt] ?? '').trim() === '') continue
    const wanted = [shiftAt, ...signalAt, ...(darkAt >= 0 ? [darkAt] : [])]
    const place = { path, format: 'BWSpec text', line: at + 1 }
    rows.push(wanted.map((column) => numberOfCell(cells[column], { ...place, name: names[column]! })))
    lineOfRow.push(at + 1)
  }
  const column = (index: number) => Float64Array.from(rows, (row) => row[index]!)
  const dark = darkAt >= 0 && rawAt.length > 0 ? column(1 + signalAt.length) : null
  const spectra = signalAt.map((at, index): ReadSpectrum => ({
    name: names[at]!,
    axis: column(0),
    unit: 'cm-1',
    intensities: column(1 + index),
    dark,
    integrationTimeMs: numberIn(properties['intigration times(ms)'] ?? properties['integration times(ms)']),
    excitationNanometres: numberIn(properties.laser_wavelength),
    measuredAt: properties.Date ?? null,
    lineOf: (point) => lineOfRow[point]!,
  }))
  const { title = '', model = '', 'c code': code = '' } = properties
  const instrument = { maker: 'B&W Tek', model: title || model, serialNumber: code }
  return { format: 'bwtek', spectra, instrument, properties }
}

function columns(names: readonly string[], name: string): number[] {
  return [...names.keys()].filter((at) => names[at]!.startsWith(name))
}
