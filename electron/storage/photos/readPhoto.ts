import { StokesError } from '../../contract/errors'
import type { PhotoMediaType } from '../../contract/photos'
import { PNG_SIGNATURE, stripPng } from './stripPng'
import { stripJpeg } from './stripJpeg'
import { asciiOf, type StrippedImage } from './strippedImage'
import { stripWebp } from './stripWebp'

export const MOST_PHOTO_BYTES = 20_000_000
/** What a window can show: four bytes a pixel. */
const MOST_PHOTO_PIXELS = 50_000_000

export interface ReadPhoto {
  mediaType: PhotoMediaType
  /** The picture, and nothing else that was in the file. */
  bytes: Uint8Array
  /** As it is seen. */
  width: number
  height: number
}

/**
 * What of a file may be kept as a photo: told by its first bytes, stripped, and within the limits.
 * @throws StokesError `file.notAPhoto`, `file.tooLarge`
 */
export function readPhoto(bytes: Uint8Array): ReadPhoto {
  if (bytes.length > MOST_PHOTO_BYTES) {
    throw new StokesError(
      'file.tooLarge',
      `The picture has ${megabytes(bytes.length)} MB; at most ${megabytes(MOST_PHOTO_BYTES)} MB are kept.`,
      { tip: 'Save it as a JPEG of lower quality, or take it with fewer pixels.' },
    )
  }
  const [mediaType, strip] = formatOf(bytes)
  const { bytes: stripped, width, height, orientation } = strip(bytes)
  if (width < 1 || height < 1) {
    throw new StokesError('file.notAPhoto', `The picture says that it has ${width} × ${height} pixels.`)
  }
  if (width * height > MOST_PHOTO_PIXELS) {
    const limit = MOST_PHOTO_PIXELS / 1e6
    throw new StokesError(
      'file.tooLarge',
      `The picture has ${width} × ${height} pixels; at most ${limit} million are kept.`,
      { tip: 'Take it with fewer pixels, or cut it to the lesion.' },
    )
  }
  const lies = orientation > 4
  return { mediaType, bytes: stripped, ...(lies ? { width: height, height: width } : { width, height }) }
}

function formatOf(bytes: Uint8Array): [PhotoMediaType, (bytes: Uint8Array) => StrippedImage] {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return ['image/jpeg', stripJpeg]
  if (PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)) return ['image/png', stripPng]
  if (asciiOf(bytes, 0, 4) === 'RIFF' && asciiOf(bytes, 8, 4) === 'WEBP' && bytes.length >= 12)
    return ['image/webp', stripWebp]
  const isHeic = asciiOf(bytes, 4, 4) === 'ftyp'
  throw new StokesError(
    'file.notAPhoto',
    isHeic ? 'The file is a HEIC, AVIF or video file.' : 'The file is no JPEG, PNG or WebP picture.',
    { tip: `Add it as JPEG, PNG or WebP${isHeic ? '; telephones have a setting for it' : ''}.` },
  )
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)
