import { exifOf, exifOrientation, UPRIGHT } from './exifOrientation'
import { asciiOf, concatenate, notAPhoto, viewOf, type StrippedImage } from './strippedImage'

/** What the picture and its colours are made of. */
const KEPT: readonly string[] = ['VP8 ', 'VP8L', 'ALPH', 'ICCP']
/** Bits of the header VP8X. */
const [ANIMATION, XMP, EXIF] = [0x02, 0x04, 0x08]

interface Size {
  width: number
  height: number
}

/**
 * A WebP (RFC 9649) with the chunks that make the picture and its colours, and an EXIF of our own where it is to be turned. XMP, other EXIF,
 * unknown chunks and whatever comes after the end go.
 * @throws StokesError `file.notAPhoto`
 */
export function stripWebp(bytes: Uint8Array): StrippedImage {
  const view = viewOf(bytes)
  const whole = 8 + view.getUint32(4, true)
  if (whole > bytes.length) throw notAPhoto('WebP', `has ${bytes.length} bytes, and says ${whole}`)
  const kept: Uint8Array[] = []
  let canvas: Size | null = null
  let flags = 0
  let size: Size | null = null
  let orientation = UPRIGHT

  for (let at = 12; at + 8 <= whole;) {
    const type = asciiOf(bytes, at, 4)
    const length = view.getUint32(at + 4, true)
    const end = at + 8 + length
    if (end > whole) {
      throw notAPhoto('WebP', `has ${whole} bytes, and a chunk at byte ${at} that says ${length}`)
    }
    const data = bytes.subarray(at + 8, end)
    if (type === 'ANIM' || type === 'ANMF') throw animated()
    if (type === 'VP8X') {
      if (canvas || data.length < 10)
        throw notAPhoto('WebP', `has a header at byte ${at} that makes no sense`)
      flags = data[0]!
      canvas = { width: 1 + uint24(data, 4), height: 1 + uint24(data, 7) }
    } else if (type === 'VP8 ' || type === 'VP8L') {
      if (size) throw notAPhoto('WebP', `holds a second picture at byte ${at}`)
      size = type === 'VP8 ' ? lossySize(data) : losslessSize(data)
    } else if (type === 'EXIF' && orientation === UPRIGHT) {
      orientation = exifOrientation(data)
    }
    if (KEPT.includes(type)) kept.push(chunkOf(type, data))
    at = end + (length % 2)
  }
  if (!size) throw notAPhoto('WebP', 'holds no picture')
  if (flags & ANIMATION) throw animated()
  if (canvas && (canvas.width !== size.width || canvas.height !== size.height)) {
    throw notAPhoto('WebP', `says ${namedSize(canvas)} pixels, and its picture has ${namedSize(size)}`)
  }
  const turned = orientation !== UPRIGHT
  const header = canvas
    ? [chunkOf('VP8X', headerOf((flags & ~(XMP | EXIF)) | (turned ? EXIF : 0), size))]
    : []
  const exif = turned && canvas ? [chunkOf('EXIF', exifOf(orientation))] : []
  const chunks = concatenate([...header, ...kept, ...exif])
  const riff = new Uint8Array(12)
  riff.set(Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'))
  viewOf(riff).setUint32(4, chunks.length + 4, true)
  return { bytes: concatenate([riff, chunks]), ...size, orientation: canvas ? orientation : UPRIGHT }
}

/** RFC 6386, 9.1. */
function lossySize(data: Uint8Array): Size {
  if (data.length < 10 || data[3] !== 0x9d || data[4] !== 0x01 || data[5] !== 0x2a)
    throw notAPhoto('WebP', 'holds a picture that does not begin as one')
  const view = viewOf(data)
  return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff }
}

/** RFC 9649, 3.4. */
function losslessSize(data: Uint8Array): Size {
  if (data.length < 5 || data[0] !== 0x2f)
    throw notAPhoto('WebP', 'holds a picture that does not begin as one')
  const bits = viewOf(data).getUint32(1, true)
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) }
}

function headerOf(flags: number, { width, height }: Size): Uint8Array {
  const data = new Uint8Array(10)
  const view = viewOf(data)
  data[0] = flags
  view.setUint16(4, (width - 1) & 0xffff, true)
  data[6] = (width - 1) >> 16
  view.setUint16(7, (height - 1) & 0xffff, true)
  data[9] = (height - 1) >> 16
  return data
}

function chunkOf(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(8 + data.length + (data.length % 2))
  chunk.set(Buffer.from(type, 'latin1'))
  viewOf(chunk).setUint32(4, data.length, true)
  chunk.set(data, 8)
  return chunk
}

const uint24 = (data: Uint8Array, at: number) => data[at]! + data[at + 1]! * 0x100 + data[at + 2]! * 0x10000
const namedSize = ({ width, height }: Size) => `${width} × ${height}`
const animated = () => notAPhoto('WebP', 'is a moving picture')
