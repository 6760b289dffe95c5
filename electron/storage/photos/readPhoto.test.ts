import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StokesError } from '../../contract/errors'
import { askPython, pythonLacks } from '../exchange/fixtures'
import * as fixtures from './fixtures'
import { MOST_PHOTO_BYTES, readPhoto } from './readPhoto'

const { jpeg, progressive, png, webp, webpLossless, webpPlain } = fixtures
const all = Object.entries(fixtures)
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const codeOf = (bytes: Uint8Array): unknown => {
  try {
    readPhoto(bytes)
    return null
  } catch (error) {
    return error instanceof StokesError ? error.code : error
  }
}

/** What Pillow, which we did not write, sees: the pixels as they are stored, how they are to be turned, and whatever else it finds. */
const SEE = `
import sys, json, hashlib
from PIL import Image
def see(path):
    with Image.open(path) as image:
        image.load()
        exif = dict(image.getexif())
        return {'format': image.format, 'pixels': hashlib.sha256(image.convert('RGB').tobytes()).hexdigest(),
            'exif': {str(k): str(v) for k, v in exif.items()}, 'gps': len(image.getexif().get_ifd(0x8825)),
            'profile': len(image.info.get('icc_profile') or b''),
            'other': sorted(set(image.info) - {'exif', 'icc_profile', 'jfif', 'jfif_version', 'jfif_unit', 'jfif_density', 'dpi',
                'progressive', 'progression', 'loop', 'background', 'timestamp', 'duration'})}
print(json.dumps([see(path) for path in sys.argv[1:]]))`

describe('a picture', () => {
  it('is told by its first bytes, with its size as it is seen', () => {
    const told = all.map(([name, bytes]) => {
      const { mediaType, width, height } = readPhoto(bytes)
      return [name, mediaType, width, height]
    })
    expect(told).toEqual([
      ['jpeg', 'image/jpeg', 16, 24],
      ['progressive', 'image/jpeg', 24, 16],
      ['png', 'image/png', 16, 24],
      ['webp', 'image/webp', 16, 24],
      ['webpLossless', 'image/webp', 24, 16],
      ['webpPlain', 'image/webp', 24, 16],
    ])
  })

  it('leaves behind who, where, when and with what', () => {
    for (const bytes of [jpeg, png, webp]) {
      expect(textOf(bytes)).toContain('Erika')
      expect(textOf(readPhoto(bytes).bytes)).not.toMatch(/Erika|ACME|4711|Secret|2026|MPF|8BIM|xmp/)
    }
  })

  it('stays as it is where there is nothing to strip, and when it is stripped again', () => {
    for (const bytes of [progressive, webpLossless, webpPlain]) expect(readPhoto(bytes).bytes).toEqual(bytes)
    for (const [, bytes] of all) {
      const { bytes: once } = readPhoto(bytes)
      expect(readPhoto(once).bytes).toEqual(once)
    }
  })

  it.skipIf(pythonLacks('PIL'))('has the same pixels, turned in the same way, to Pillow', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stokes-photos-'))
    try {
      const paths = all.flatMap(([name, bytes]) => {
        const [given, kept] = [join(folder, name), join(folder, `${name}.kept`)]
        writeFileSync(given, bytes)
        writeFileSync(kept, readPhoto(bytes).bytes)
        return [given, kept]
      })
      const seen = askPython(SEE, ...paths) as Record<string, unknown>[]
      for (let i = 0; i < seen.length; i += 2) {
        const [given, kept] = [seen[i]!, seen[i + 1]!]
        const orientation = (given['exif'] as Record<string, string>)['274']
        expect(kept).toEqual({
          ...given,
          exif: orientation === undefined ? {} : { 274: orientation },
          gps: 0,
          other: [],
        })
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('what is no picture', () => {
  it('is refused with what is wrong', () => {
    expect(() => readPhoto(Buffer.from('GIF89a'))).toThrow(/no JPEG, PNG or WebP/)
    expect(() => readPhoto(Buffer.from('\0\0\0\x18ftypheic', 'latin1'))).toThrow(/HEIC/)
    expect(() => readPhoto(new Uint8Array(0))).toThrow(/no JPEG/)
    expect(() => readPhoto(jpeg.subarray(0, 700))).toThrow(/JPEG file has 700 bytes, and a segment at byte/)
    expect(() => readPhoto(png.subarray(0, 100))).toThrow(/PNG file .*100/)
    expect(() => readPhoto(webp.subarray(0, 100))).toThrow('The WebP file has 100 bytes, and says 356')
    const changed = png.slice()
    changed[changed.findIndex((_, i) => textOf(png.subarray(i, i + 4)) === 'IDAT') + 9]! ^= 1
    expect(() => readPhoto(changed)).toThrow(/checksum/)
  })

  it('is refused where it is too large, with the numbers', () => {
    const large = new Uint8Array(MOST_PHOTO_BYTES + 100_000)
    expect(() => readPhoto(large)).toThrow('The picture has 20.1 MB; at most 20.0 MB are kept.')
    const wide = progressive.slice()
    const frame = wide.findIndex((byte, i) => byte === 0xff && wide[i + 1] === 0xc2)
    wide.set([0x40, 0, 0x40, 0], frame + 5)
    expect(() => readPhoto(wide)).toThrow('16384 × 16384 pixels; at most 50 million')
    expect(codeOf(wide)).toBe('file.tooLarge')
  })

  it('is never anything but refused, or read, however it is cut and changed', () => {
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), to: fc.nat(255) })
    fc.assert(
      fc.property(
        fc.constantFrom(...all.map(([, bytes]) => bytes)),
        fc.array(change, { maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.uint8Array({ maxLength: 40 }),
        (bytes, changes, cut, more) => {
          const hostile = Buffer.concat([
            bytes.subarray(0, cut > 0.5 ? bytes.length : 2 * cut * bytes.length),
            more,
          ])
          for (const { at, to } of changes) hostile[Math.floor(at * hostile.length)] = to
          expect([null, 'file.notAPhoto', 'file.tooLarge']).toContain(codeOf(hostile))
          if (codeOf(hostile) !== null) return
          const { bytes: kept } = readPhoto(hostile)
          expect(kept.length).toBeLessThanOrEqual(hostile.length + 64)
          expect(readPhoto(kept).bytes).toEqual(kept)
        },
      ),
      { numRuns: 3000, seed: 6 },
    )
  })

  it('is read in a time that grows with its size alone', () => {
    const scan = progressive.findIndex((byte, i) => byte === 0xff && progressive[i + 1] === 0xda)
    // Stuffed bytes and restarts all along: the slowest that a scan can be.
    const slow = Buffer.alloc(10_000_000, Uint8Array.of(0xff, 0x00, 0xff, 0xd0))
    const hostile = Buffer.concat([
      progressive.subarray(0, scan + 2),
      Uint8Array.of(0, 4, 0, 0),
      slow,
      Uint8Array.of(0xff, 0xd9),
    ])
    const begun = performance.now()
    expect(readPhoto(hostile).bytes).toHaveLength(hostile.length)
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})
