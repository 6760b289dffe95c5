import { parse } from 'spc-parser'
import { damaged, parsed, type ReadFile, type ReadSpectrum } from './readSpectra'

const HEADER_BYTES = 512
const NEW = 0x4b
const OLD = 0x4d
/** Of the new format: the axis is written out, and each subfile has its own. */
const OWN_AXES = 0xc0
const SIXTEEN_BITS = 0x01

export function isSpc(bytes: Uint8Array): boolean {
  if (bytes.length < 256) return false
  // The types of the axes are small numbers in both; a text would have letters there.
  if (bytes[1] === NEW) return bytes.length >= HEADER_BYTES && bytes[2]! < 32 && bytes[28]! < 64
  return bytes[1] === OLD && bytes[16]! < 64
}

/**
 * Galactic SPC, old and new: every spectrum of the file.
 * @throws StokesError `file.notASpectrum`
 */
export function readSpc(path: string, bytes: Uint8Array): ReadFile {
  requireWhole(path, bytes)
  const { meta, spectra, logs } = parsed(path, 'SPC', () => parse(bytes.slice().buffer)) as Parsed
  const unit = unitOf(path, String(meta.xUnitsType))
  const properties = { memo: meta.memo, log: logs?.text.slice(0, 4000) ?? '' }
  return {
    format: 'spc',
    spectra: spectra.map(({ variables }, index): ReadSpectrum => ({
      name: spectra.length === 1 ? meta.memo.slice(0, 60) || 'spectrum' : `spectrum ${index + 1}`,
      axis: Float64Array.from(variables.x.data),
      unit,
      intensities: Float64Array.from(variables.y.data),
      dark: null,
      integrationTimeMs: null,
      excitationNanometres: null,
      measuredAt: meta.date ?? null,
      lineOf: null,
    })),
    instrument: null,
    properties,
  }
}

interface Parsed {
  meta: { xUnitsType: string | number; memo: string; date?: string }
  spectra: { variables: { x: { data: ArrayLike<number> }; y: { data: ArrayLike<number> } } }[]
  logs?: { text: string } | null
}

/** The parser trusts the counts of the header: they are held against the length of the file. */
function requireWhole(path: string, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const flags = view.getUint8(0)
  const old = view.getUint8(1) === OLD
  const points = old ? view.getFloat32(4, true) : view.getUint32(4, true)
  const subfiles = old ? 1 : view.getUint32(24, true)
  const bytesEach = flags & SIXTEEN_BITS ? 2 : 4
  const ownAxes = !old && (flags & OWN_AXES) === OWN_AXES
  const least = points * bytesEach * (ownAxes ? 0 : subfiles) + 32 * subfiles
  if (!(points >= 0) || !Number.isInteger(points) || subfiles < 1 || least > bytes.length)
    throw damaged(
      path,
      'SPC',
      `it says ${subfiles} spectra of ${points} points and has ${bytes.length} bytes`,
    )
  if (ownAxes) requireWholeSubfiles(path, view, subfiles)
}

function requireWholeSubfiles(path: string, view: DataView, subfiles: number): void {
  let at = HEADER_BYTES
  for (let index = 0; index < subfiles; index++) {
    const points = at + 32 <= view.byteLength ? view.getUint32(at + 16, true) : Infinity
    at += 32 + 8 * points
    if (at <= view.byteLength) continue
    throw damaged(path, 'SPC', `spectrum ${index + 1} of ${subfiles} reaches beyond the end of the file`)
  }
}

function unitOf(path: string, units: string): 'cm-1' | 'nm' | null {
  if (/raman|wavenumber/i.test(units)) return 'cm-1'
  if (/nanomet/i.test(units)) return 'nm'
  if (/arbitrary/i.test(units)) return null
  throw damaged(path, 'a Raman spectrum', `its axis is in "${units.slice(0, 40)}", neither cm-1 nor nm`)
}
