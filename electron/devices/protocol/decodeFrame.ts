import { crc32 } from 'node:zlib'
import { StokesError } from '../../contract/errors'
import type { LaserDuringExposure } from '../../contract/frame'

/** A frame as the instrument sent it: section 5 of the instrument protocol, field by field. */
export interface DecodedFrame {
  sequence: number
  /** Each start of an acquisition adds one. */
  acquisition: number
  /** Start of the exposure, since power-up. */
  deviceTimeMicroseconds: number
  integrationTimeMicroseconds: number
  /** Index of this accumulation, and how many there will be; both 0 in a continuous acquisition. */
  accumulation: number
  accumulations: number
  laser: LaserDuringExposure
  laserPowerMilliwatts: number
  emissionMs: number
  shutterOpen: boolean
  interlockClosed: boolean
  simulated: boolean
  detectorTemperatureCelsius: number
  laserTemperatureCelsius: number
  saturatedPixels: number
  /** Since the start of this acquisition. */
  dropped: number
  /** Counts, one a pixel. */
  counts: Float64Array
}

const MAGIC = 0x314b_5453 // "STK1", little-endian
const SHORTEST_HEADER = 64
const CRC_BYTES = 4
const FLAG = { whole: 1, part: 2, shutterOpen: 4, interlockClosed: 8, simulated: 16 }

/**
 * Reads the payload of a block as a frame.
 *
 * @throws device.garbled when it is not one, or was damaged on the way
 */
export function decodeFrame(payload: Uint8Array): DecodedFrame {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  if (payload.length < SHORTEST_HEADER + CRC_BYTES || view.getUint32(0, true) !== MAGIC)
    throw damaged(`${payload.length} bytes that do not begin as a frame does`)
  const headerBytes = view.getUint16(4, true)
  const pixels = view.getUint16(6, true)
  const expected = headerBytes + 2 * pixels + CRC_BYTES
  if (headerBytes < SHORTEST_HEADER || payload.length !== expected)
    throw damaged(`${payload.length} bytes came, ${expected} belong to ${pixels} pixels`)
  const body = payload.length - CRC_BYTES
  const sent = view.getUint32(body, true)
  const computed = crc32(payload.subarray(0, body))
  if (sent !== computed) throw damaged(`its CRC-32 is ${hex(computed)} where ${hex(sent)} was sent`)

  const flags = view.getUint32(52, true)
  return {
    sequence: view.getUint32(8, true),
    acquisition: view.getUint32(12, true),
    deviceTimeMicroseconds: view.getUint32(16, true) + view.getUint32(20, true) * 2 ** 32,
    integrationTimeMicroseconds: view.getUint32(24, true),
    accumulation: view.getUint16(28, true),
    accumulations: view.getUint16(30, true),
    laserPowerMilliwatts: view.getFloat32(32, true),
    emissionMs: view.getFloat32(36, true),
    detectorTemperatureCelsius: view.getFloat32(40, true),
    laserTemperatureCelsius: view.getFloat32(44, true),
    saturatedPixels: view.getUint32(48, true),
    laser: flags & FLAG.part ? 'partial' : flags & FLAG.whole ? 'on' : 'off',
    shutterOpen: (flags & FLAG.shutterOpen) !== 0,
    interlockClosed: (flags & FLAG.interlockClosed) !== 0,
    simulated: (flags & FLAG.simulated) !== 0,
    dropped: view.getUint32(56, true),
    counts: readCounts(view, headerBytes, pixels),
  }
}

function readCounts(view: DataView, offset: number, pixels: number): Float64Array {
  const counts = new Float64Array(pixels)
  for (let i = 0; i < pixels; i++) counts[i] = view.getUint16(offset + 2 * i, true)
  return counts
}

function damaged(what: string): StokesError {
  return new StokesError('device.garbled', `A frame was damaged on its way from the instrument: ${what}.`, {
    tip: 'Nothing of it was used. Check the cable, then measure again.',
  })
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`
}
