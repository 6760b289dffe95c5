import { writeFileSafely } from './writeFileSafely'

export interface NamedSpectrum {
  name: string
  intensities: Float64Array
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Writes spectra as CSV: a header, then per line the wavenumber (cm-1) and one value of each spectrum, with as many
 * digits as it takes to read the same numbers back.
 */
export async function writeSpectra(
  path: string,
  axis: Float64Array,
  spectra: readonly NamedSpectrum[],
): Promise<void> {
  const lines = [['wavenumber', ...spectra.map(({ name }) => cell(name))].join(',')]
  axis.forEach((wavenumber, point) => {
    lines.push([wavenumber, ...spectra.map(({ intensities }) => intensities[point]!)].join(','))
  })
  await writeFileSafely(path, `${lines.join('\n')}\n`)
}
