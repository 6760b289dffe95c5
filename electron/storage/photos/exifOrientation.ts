import { asciiOf, viewOf } from './strippedImage'

const ORIENTATION = 0x0112
const SHORT = 3
const ENTRY_BYTES = 12

/** As it is stored. */
export const UPRIGHT = 1

/**
 * The orientation of an EXIF block, 1 to 8; {@link UPRIGHT} where it says none that makes sense. Nothing else of it is read.
 * EXIF 2.32, 4.6.4.
 *
 * @param exif a TIFF header and what follows it, with or without "Exif" before it
 */
export function exifOrientation(exif: Uint8Array): number {
  const tiff = asciiOf(exif, 0, 4) === 'Exif' ? exif.subarray(6) : exif
  if (tiff.length < 8) return UPRIGHT
  const view = viewOf(tiff)
  const order = asciiOf(tiff, 0, 2)
  if (order !== 'II' && order !== 'MM') return UPRIGHT
  const little = order === 'II'
  const directory = view.getUint32(4, little)
  if (view.getUint16(2, little) !== 42 || directory + 2 > tiff.length) return UPRIGHT
  const entries = view.getUint16(directory, little)
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * ENTRY_BYTES
    if (entry + ENTRY_BYTES > tiff.length) return UPRIGHT
    if (view.getUint16(entry, little) !== ORIENTATION) continue
    const value = view.getUint16(entry + 8, little)
    return view.getUint16(entry + 2, little) === SHORT && value >= 1 && value <= 8 ? value : UPRIGHT
  }
  return UPRIGHT
}

/** An EXIF block, from its TIFF header on, that says this and nothing else. */
export function exifOf(orientation: number): Uint8Array {
  const tiff = new Uint8Array(26)
  const view = viewOf(tiff)
  tiff.set([0x49, 0x49, 42, 0, 8, 0, 0, 0])
  view.setUint16(8, 1, true)
  view.setUint16(10, ORIENTATION, true)
  view.setUint16(12, SHORT, true)
  view.setUint32(14, 1, true)
  view.setUint16(18, orientation, true)
  return tiff
}
