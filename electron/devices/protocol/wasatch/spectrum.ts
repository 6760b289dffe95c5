import { StokesError } from '../../../contract/errors'
import type { Family } from './families'

/** Older firmware marks the first pixel with 0xFFFF and never sends it for light, so the value below it is full as well. */
export const SATURATION_COUNTS = 0xfffe

/** One bulk read of a spectrum. */
export interface SpectrumPart {
  endpoint: number
  bytes: number
}

/** Where the bytes of one spectrum come from: one endpoint, but two on an FX2 board with 2048 pixels. */
export function spectrumLayout(family: Family, pixels: number): SpectrumPart[] {
  if (family === 'fx2' && pixels === 2048)
    return [0x82, 0x86].map((endpoint) => ({ endpoint, bytes: pixels }))
  return [{ endpoint: 0x82, bytes: 2 * pixels }]
}

/**
 * Counts, one a pixel, from what the endpoints gave, in their order.
 *
 * @param inverted true where the longest wavelength comes first
 * @throws device.garbled for parts of any other length, and for a spectrum in which all pixels are equal: the detector was not
 * read
 */
export function decodeSpectrum(
  parts: readonly Uint8Array[],
  layout: readonly SpectrumPart[],
  inverted: boolean,
): Float64Array {
  const expected = layout.map(({ bytes }) => bytes)
  const came = parts.map(({ length }) => length)
  if (expected.length !== came.length || expected.some((bytes, i) => bytes !== came[i]))
    throw refused(`${came.join(' and ')} bytes came where ${expected.join(' and ')} were due`)
  const counts = new Float64Array(expected.reduce((sum, bytes) => sum + bytes / 2, 0))
  let pixel = 0
  for (const part of parts)
    for (let i = 0; i < part.length; i += 2) counts[pixel++] = part[i]! + 256 * part[i + 1]!
  if (counts.every((count) => count === counts[0]))
    throw refused(`all of its ${counts.length} pixels are ${counts[0]}`)
  return inverted ? counts.reverse() : counts
}

export function saturatedPixels(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + Number(count >= SATURATION_COUNTS), 0)
}

function refused(what: string): StokesError {
  return new StokesError('device.garbled', `A frame was refused: ${what}.`, {
    tip: 'The laser is off and nothing of this frame was used. Measure again; if it stays so, unplug the instrument and connect again.',
  })
}
