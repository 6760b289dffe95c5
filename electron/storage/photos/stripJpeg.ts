import { exifOf, exifOrientation, UPRIGHT } from './exifOrientation'
import { asciiOf, concatenate, notAPhoto, viewOf, type StrippedImage } from './strippedImage'

const [SOI, EOI, SOS, DQT, DHT, DAC, DRI, DNL] = [0xd8, 0xd9, 0xda, 0xdb, 0xc4, 0xcc, 0xdd, 0xdc]
const [APP0, APP1, APP2, APP14] = [0xe0, 0xe1, 0xe2, 0xee]
/** Tables that the picture is decoded with. */
const TABLES: readonly number[] = [DQT, DHT, DAC, DRI, DNL]
const ICC = 'ICC_PROFILE\0'

/**
 * A JPEG (ITU-T T.81) of which these segments stay: frame, scans, tables, JFIF without its preview, colour profile, Adobe's colour transform,
 * and an EXIF of our own where the picture is to be turned. All other application segments, comments and whatever comes after the end go.
 * @throws StokesError `file.notAPhoto`
 */
export function stripJpeg(bytes: Uint8Array): StrippedImage {
  const view = viewOf(bytes)
  const kept: Uint8Array[] = []
  let jfif: Uint8Array | null = null
  let size: { width: number; height: number } | null = null
  let orientation = UPRIGHT
  let scans = 0

  for (let at = 2; ;) {
    const start = nextMarker(bytes, at)
    const marker = bytes[start + 1]!
    if (marker === EOI) break
    if (marker === SOI) throw notAPhoto('JPEG', `begins a second picture at byte ${start}`)
    const end = segmentEnd(bytes, start)
    const segment = bytes.subarray(start, end)
    const body = segment.subarray(4)
    at = end
    if (isFrame(marker)) {
      if (size) throw notAPhoto('JPEG', `says its size twice, at byte ${start}`)
      if (body.length < 6) throw notAPhoto('JPEG', `has a frame header of ${body.length} bytes`)
      size = { height: view.getUint16(start + 5), width: view.getUint16(start + 7) }
      kept.push(segment)
    } else if (marker === SOS) {
      if (!size) throw notAPhoto('JPEG', 'has a scan before its size')
      scans += 1
      at = scanEnd(bytes, end)
      kept.push(bytes.subarray(start, at))
    } else if (TABLES.includes(marker) || isProfile(marker, body)) {
      kept.push(segment)
    } else if (marker === APP0 && asciiOf(body, 0, 5) === 'JFIF\0' && body.length >= 12) {
      jfif ??= withoutPreview(body)
    } else if (marker === APP14 && asciiOf(body, 0, 5) === 'Adobe' && body.length >= 12) {
      kept.push(segmentOf(APP14, body.subarray(0, 12)))
    } else if (marker === APP1 && asciiOf(body, 0, 6) === 'Exif\0\0' && orientation === UPRIGHT) {
      orientation = exifOrientation(body)
    }
  }
  if (!size || scans === 0) throw notAPhoto('JPEG', 'holds no picture')
  const exif =
    orientation === UPRIGHT
      ? []
      : [segmentOf(APP1, concatenate([Buffer.from('Exif\0\0', 'latin1'), exifOf(orientation)]))]
  const parts = [Uint8Array.of(0xff, SOI), ...(jfif ? [jfif] : []), ...exif, ...kept]
  return { bytes: concatenate([...parts, Uint8Array.of(0xff, EOI)]), ...size, orientation }
}

/** Where the marker at or after bytes that only fill begins: 0xFF and its code. */
function nextMarker(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0xff) throw notAPhoto('JPEG', `has no marker at byte ${at}`)
  while (bytes[at + 1] === 0xff) at += 1
  if (at + 1 >= bytes.length) throw notAPhoto('JPEG', `ends at byte ${bytes.length}, before its end marker`)
  return at
}

function segmentEnd(bytes: Uint8Array, start: number): number {
  const length = (bytes[start + 2] ?? 0) * 256 + (bytes[start + 3] ?? 0)
  const end = start + 2 + length
  if (length < 2 || end > bytes.length) {
    throw notAPhoto('JPEG', `has ${bytes.length} bytes, and a segment at byte ${start} that says ${length}`)
  }
  return end
}

/** Coded data end at the first marker that is no restart and no stuffed byte. */
function scanEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1]
    if (code === undefined) break
    if (code !== 0 && code !== 0xff && (code < 0xd0 || code > 0xd7)) return at
  }
  throw notAPhoto('JPEG', `ends at byte ${bytes.length}, within the picture`)
}

/** SOF0 to SOF15, of which three codes mean something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== DHT && marker !== 0xc8 && marker !== DAC
}

function isProfile(marker: number, body: Uint8Array): boolean {
  return marker === APP2 && asciiOf(body, 0, ICC.length) === ICC
}

/** Version, density; a preview of no pixels. JFIF 1.02. */
function withoutPreview(body: Uint8Array): Uint8Array {
  return segmentOf(APP0, concatenate([body.subarray(0, 12), Uint8Array.of(0, 0)]))
}

function segmentOf(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2
  return concatenate([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), body])
}
