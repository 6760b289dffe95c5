/**
 * Live frames, straight from the instrument process to the window on a MessagePort of their own, as typed arrays.
 * The window answers each frame with `shown`. The instrument process sends at most {@link LIVE_CREDIT} frames that were
 * not answered; a preview frame that finds no credit is dropped and counted. Recording does not pass here: what is
 * stored is stored whether or not the window keeps up.
 */
export const LIVE_CREDIT = 2

export interface LiveAxis {
  type: 'axis'
  /** Frames refer to it. */
  axisId: number
  /** cm-1, ascending, one a pixel. */
  wavenumbers: Float64Array
  /** cm-1, ascending: the grid of the preprocessed spectrum. */
  grid: Float64Array
}

export interface LiveFrame {
  type: 'frame'
  axisId: number
  sequence: number
  mode: 'preview' | 'recording'
  laserOn: boolean
  integrationTimeMs: number
  saturatedPixels: number
  /** Counts, one a pixel. */
  raw: Float32Array
  /** On `grid`; null where the recipe refuses the spectrum. */
  processed: Float32Array | null
  /** Why `processed` is null. */
  processedProblem: string | null
  /** Preview frames dropped on the way so far, by the instrument and by the window's back-pressure. */
  dropped: number
  /** When the last byte was on the wire, ms since the epoch. */
  completedAt: number
  /** When the instrument process sent it, ms since the epoch. */
  sentAt: number
}

export type LiveMessage = LiveAxis | LiveFrame

export interface LiveShown {
  type: 'shown'
  sequence: number
}
