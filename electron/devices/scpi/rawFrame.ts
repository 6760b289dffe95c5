import type { Origin, RawFrame } from '../../contract/frame'
import type { DecodedFrame } from '../protocol/decodeFrame'

/** A frame that passed the guard, as the rest of Stokes knows frames. */
export function rawFrame(frame: DecodedFrame, origin: Origin, receivedAt: string): RawFrame {
  return {
    sequence: frame.sequence,
    deviceTimeMicroseconds: frame.deviceTimeMicroseconds,
    receivedAt,
    integrationTimeMs: frame.integrationTimeMicroseconds / 1000,
    laser: frame.laser,
    laserPowerMilliwatts: frame.laserPowerMilliwatts,
    shutterOpen: frame.shutterOpen,
    detectorTemperatureCelsius: finiteOrNull(frame.detectorTemperatureCelsius),
    laserTemperatureCelsius: finiteOrNull(frame.laserTemperatureCelsius),
    saturatedPixels: frame.saturatedPixels,
    droppedBefore: frame.dropped,
    origin,
    intensities: frame.counts,
  }
}

/** A sensor that is broken reads as no number. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
