import { z } from 'zod'
import { clonedNumbersSchema } from './clonedNumbers'

/**
 * Where the photons of a frame came from. Set by the driver when the frame is read, stored with it, and never
 * changed: no data set mixes origins, and a model of simulated provenance never judges another origin.
 */
export const originSchema = z.enum(['simulated', 'replayed', 'instrument'])
export type Origin = z.infer<typeof originSchema>

/** What the laser did during the exposure of a frame. `partial` is a fault: no such frame is used. */
export type LaserDuringExposure = 'off' | 'on' | 'partial'

/** One exposure as the detector gave it. Never changed after it was read; the record of the case log. */
export interface RawFrame {
  /** Counted by the instrument, one up for each exposure since its power-up. */
  sequence: number
  /** Device time at the start of the exposure; monotonic since the instrument's power-up. */
  deviceTimeMicroseconds: number
  /** Host clock when the frame was complete, ISO 8601 UTC. */
  receivedAt: string
  integrationTimeMs: number
  laser: LaserDuringExposure
  /** Mean at the sample during the exposure; 0 with the laser off, null where the source does not say. */
  laserPowerMilliwatts: number | null
  shutterOpen: boolean
  detectorTemperatureCelsius: number | null
  laserTemperatureCelsius: number | null
  /** Pixels at the end of the detector's range. */
  saturatedPixels: number
  /** Frames that the instrument had to drop before this one: always 0 in a recording. */
  droppedBefore: number
  origin: Origin
  /** Counts, one a pixel, in the order of the instrument's axis (ascending wavenumber). */
  intensities: Float64Array
}

export const deviceIdentitySchema = z.object({
  maker: z.string(),
  model: z.string(),
  serialNumber: z.string(),
  firmware: z.string(),
  origin: originSchema,
  pixels: z.int().positive(),
  /** Vacuum, nm; null where the source does not say (a recorded file). */
  excitationNanometres: z.number().nullable(),
  /** Counts at which a pixel is saturated; null where the source does not say (a recorded file). */
  saturationCounts: z.number().nullable(),
  /** Pixels that the instrument knows to be bad, counted from 0: interpolated before anything is computed. */
  badPixels: z.array(z.int().nonnegative()),
  /** What the detector is cooled to; absent or null where the source does not say. */
  detectorSetpointCelsius: z.number().nullable().optional(),
  /**
   * What switches the laser off if this computer falls silent: the instrument's firmware, or nothing. An instrument whose
   * watchdog is not `firmware` may be used on the bench alone. Absent in records from before it was kept.
   */
  watchdog: z.enum(['firmware', 'none']).optional(),
})
export type DeviceIdentity = z.infer<typeof deviceIdentitySchema>

/** The mean of the laser frames of one acquisition less its dark frames. */
export const recordedSpectrumSchema = z.object({
  /** cm-1, ascending. */
  wavenumbers: z.array(z.number()),
  /** Counts. */
  intensities: z.array(z.number()),
  /** Of the sample, that it is the mean of. */
  frames: z.int(),
})
export type RecordedSpectrum = z.infer<typeof recordedSpectrumSchema>

/** The same, as an event carries it. */
export const clonedSpectrumSchema = recordedSpectrumSchema.extend({
  wavenumbers: clonedNumbersSchema,
  intensities: clonedNumbersSchema,
})
export type ClonedSpectrum = z.infer<typeof clonedSpectrumSchema>
