import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { replaceFile } from './writeFileSafely'

export interface NamedSpectrum {
  name: string
  intensities: Float64Array
}

/**
 * Writes spectra as CSV: a header, then per line the wavenumber (cm-1) and one value of each spectrum, with as many
 * digits as it takes to read the same numbers back. The whole file or nothing.
 *
 * @throws file.notWritable; the reason of the signal
 */
export async function writeSpectra(
  path: string,
  axis: Float64Array,
  spectra: readonly NamedSpectrum[],
  signal?: AbortSignal,
): Promise<void> {
  try {
    await replaceFile(path, (part) =>
      pipeline(linesOf(axis, spectra), createWriteStream(part), { ...(signal && { signal }) }),
    )
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/** Line by line: the text of a year's spectra may be longer than one string can be. */
function* linesOf(axis: Float64Array, spectra: readonly NamedSpectrum[]): Generator<string> {
  yield `${['wavenumber', ...spectra.map(({ name }) => cell(name))].join(',')}\n`
  for (const [point, wavenumber] of axis.entries()) {
    yield `${[wavenumber, ...spectra.map(({ intensities }) => intensities[point]!)].join(',')}\n`
  }
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
