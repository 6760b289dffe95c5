import { parse } from 'wdf-parser'
import { damaged, parsed, type ReadFile, type ReadSpectrum } from './readSpectra'

const HEADER_BYTES = 512
const BLOCK_HEADER_BYTES = 16

export const isWdf = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'WDF1'

/**
 * Renishaw WDF: every spectrum that was collected, of a single measurement, a series or a map.
 * @throws StokesError `file.notASpectrum`
 */
export function readWdf(path: string, bytes: Uint8Array): ReadFile {
  requireWhole(path, bytes)
  const { fileHeader, blocks } = parsed(path, 'WDF', () => parse(bytes.slice().buffer))
  const data = blocks.find(({ spectra }) => spectra)?.spectra
  const xList = blocks.find((block) => block.xList)?.xList
  if (!data || !xList) throw damaged(path, 'WDF', 'it has no block of spectra, or none of their axis')
  const unit = unitOf(path, xList.units)
  const { title, laserWavenum, timeStart, nCollected, appName } = fileHeader
  return {
    format: 'wdf',
    spectra: data.slice(0, nCollected).map((values, index): ReadSpectrum => ({
      name: data.length === 1 ? title : `${title} ${index + 1}`,
      axis: Float64Array.from(xList.values),
      unit,
      intensities: Float64Array.from(values),
      dark: null,
      integrationTimeMs: null,
      excitationNanometres: laserWavenum > 0 ? 1e7 / laserWavenum : null,
      measuredAt: Number.isFinite(timeStart) ? timeOf(timeStart) : null,
      lineOf: null,
    })),
    instrument: { maker: 'Renishaw', model: appName, serialNumber: '' },
    properties: { title, scanType: fileHeader.scanType, spectra: String(fileHeader.nSpectra) },
  }
}

/** The parser goes from block to block by their sizes: each must lie in the file, and lead on. */
function requireWhole(path: string, bytes: Uint8Array): void {
  if (bytes.length < HEADER_BYTES)
    throw damaged(path, 'WDF', `it has ${bytes.length} bytes, its header alone 512`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const points = view.getUint32(60, true)
  const spectra = Number(view.getBigUint64(64, true))
  const needed = 4 * points * spectra
  if (points === 0 || spectra === 0 || needed > bytes.length)
    throw damaged(path, 'WDF', `it says ${spectra} spectra of ${points} points and has ${bytes.length} bytes`)
  let at = HEADER_BYTES
  while (at < bytes.length) {
    const left = bytes.length - at
    const size = left >= BLOCK_HEADER_BYTES ? Number(view.getBigUint64(at + 8, true)) : 0
    if (size < BLOCK_HEADER_BYTES || size > left)
      throw damaged(path, 'WDF', `the block at byte ${at} has ${size} bytes, and ${left} are left`)
    at += size
  }
}

function unitOf(path: string, units: string): 'cm-1' | 'nm' {
  if (/raman|cm/i.test(units)) return 'cm-1'
  if (/nanomet|^nm$/i.test(units)) return 'nm'
  throw damaged(path, 'a Raman spectrum', `its axis is in "${units}", neither cm-1 nor nm`)
}

function timeOf(milliseconds: number): string | null {
  const time = new Date(milliseconds)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
