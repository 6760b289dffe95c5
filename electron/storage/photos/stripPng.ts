import { crc32 } from 'node:zlib'
import { exifOf, exifOrientation, UPRIGHT } from './exifOrientation'
import { asciiOf, concatenate, notAPhoto, viewOf, type StrippedImage } from './strippedImage'

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
/** What the picture and its colours are made of. */
const KEPT: readonly string[] = [
  ...['IHDR', 'PLTE', 'IDAT', 'IEND'],
  ...['tRNS', 'cHRM', 'gAMA', 'iCCP', 'sRGB', 'sBIT', 'cICP', 'bKGD', 'pHYs'],
]
/** Length, type, and the checksum after the data. */
const AROUND = 12

/**
 * A PNG (ISO/IEC 15948) with the chunks that make the picture and its colours, and an eXIf of our own where it is to be turned. Text, time, other
 * EXIF, the further pictures of an animation, and whatever comes after the end go.
 * @throws StokesError `file.notAPhoto`
 */
export function stripPng(bytes: Uint8Array): StrippedImage {
  const view = viewOf(bytes)
  const kept: Uint8Array[] = []
  let size: { width: number; height: number } | null = null
  let orientation = UPRIGHT
  let hasData = false

  for (let at = PNG_SIGNATURE.length, type = ''; type !== 'IEND';) {
    if (at + AROUND > bytes.length)
      throw notAPhoto('PNG', `ends at byte ${bytes.length}, before its end chunk`)
    const length = view.getUint32(at)
    type = asciiOf(bytes, at + 4, 4)
    const end = at + AROUND + length
    if (end > bytes.length) {
      throw notAPhoto('PNG', `has ${bytes.length} bytes, and a chunk at byte ${at} that says ${length}`)
    }
    const chunk = bytes.subarray(at, end)
    const data = chunk.subarray(8, 8 + length)
    if ((type === 'IHDR') !== (size === null))
      throw notAPhoto('PNG', `has its header in the wrong place, byte ${at}`)
    if (type === 'IHDR') {
      if (length !== 13) throw notAPhoto('PNG', `has a header of ${length} bytes, not 13`)
      size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    }
    if (KEPT.includes(type)) {
      if (crc32(chunk.subarray(4, 8 + length)) !== view.getUint32(end - 4)) {
        throw notAPhoto('PNG', `is damaged: the checksum of its chunk at byte ${at} is another`)
      }
      kept.push(chunk)
    } else if (type === 'eXIf' && orientation === UPRIGHT) {
      orientation = exifOrientation(data)
    } else if (/^[^a-z]/.test(type)) {
      throw notAPhoto('PNG', `has a part at byte ${at} that nobody here knows and that its picture needs`)
    }
    hasData ||= type === 'IDAT'
    at = end
  }
  if (!size || !hasData) throw notAPhoto('PNG', 'holds no picture')
  const [header, ...others] = kept
  const exif = orientation === UPRIGHT ? [] : [chunkOf('eXIf', exifOf(orientation))]
  return { bytes: concatenate([PNG_SIGNATURE, header!, ...exif, ...others]), ...size, orientation }
}

function chunkOf(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(AROUND + data.length)
  const view = viewOf(chunk)
  view.setUint32(0, data.length)
  chunk.set(Buffer.from(type, 'latin1'), 4)
  chunk.set(data, 8)
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)))
  return chunk
}
