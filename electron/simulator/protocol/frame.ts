import { crc32 } from './crc32'

const headerBytes = 64
const crcBytes = 4

/** One exposure, as section 5 of docs/protocol.md lays it out. Whole numbers wrap at the width of their field. */
export interface Frame {
  sequence: number
  acquisition: number
  /** Device time at the start of the exposure. */
  startUs: number
  integrationUs: number
  /** From 0; 0 in a continuous acquisition. */
  accumulation: number
  /** Of the acquisition; 0 in a continuous one. */
  accumulations: number
  meanPowerMilliwatts: number
  emissionMs: number
  detectorCelsius: number
  laserCelsius: number
  saturatedPixels: number
  emission: 'none' | 'part' | 'whole'
  shutterOpen: boolean
  interlockClosed: boolean
  /** Frames lost since the start of this acquisition. */
  dropped: number
  counts: Uint16Array
}

/** The photons came from a computer: set in every frame of this program, never by real firmware. */
const simulatedFlag = 1 << 4

function flagsOf(frame: Frame): number {
  return (
    (frame.emission === 'whole' ? 1 : 0) |
    (frame.emission === 'part' ? 1 << 1 : 0) |
    (frame.shutterOpen ? 1 << 2 : 0) |
    (frame.interlockClosed ? 1 << 3 : 0) |
    simulatedFlag
  )
}

/** The payload of the block: header, counts, CRC-32. */
export function encodeFrame(frame: Frame): Uint8Array {
  const pixels = frame.counts.length
  const bytes = new Uint8Array(headerBytes + 2 * pixels + crcBytes)
  const view = new DataView(bytes.buffer)
  bytes.set([0x53, 0x54, 0x4b, 0x31]) // STK1
  view.setUint16(4, headerBytes, true)
  view.setUint16(6, pixels, true)
  view.setUint32(8, frame.sequence, true)
  view.setUint32(12, frame.acquisition, true)
  view.setBigUint64(16, BigInt(Math.round(frame.startUs)), true)
  view.setUint32(24, frame.integrationUs, true)
  view.setUint16(28, frame.accumulation, true)
  view.setUint16(30, frame.accumulations, true)
  view.setFloat32(32, frame.meanPowerMilliwatts, true)
  view.setFloat32(36, frame.emissionMs, true)
  view.setFloat32(40, frame.detectorCelsius, true)
  view.setFloat32(44, frame.laserCelsius, true)
  view.setUint32(48, frame.saturatedPixels, true)
  view.setUint32(52, flagsOf(frame), true)
  view.setUint32(56, frame.dropped, true)
  frame.counts.forEach((count, pixel) => {
    view.setUint16(headerBytes + 2 * pixel, count, true)
  })
  const end = bytes.length - crcBytes
  view.setUint32(end, crc32(bytes.subarray(0, end)), true)
  return bytes
}
