import type { SpectralLine } from './optics/spectralLines'

/**
 * What lies under the objective: the light it gives per milliwatt of excitation, and the dose it has had.
 * Spectra are in photons collected per second, per milliwatt and per cm-1.
 */
export interface Sample {
  /** As selected: `lesion:melanoma:II:17`. */
  readonly name: string
  /**
   * Raman bands on the SHIFT_GRID, already broadened by the instrument's line shape. They move with the
   * excitation.
   */
  readonly raman: Float64Array
  /** Broad light that stays where it is when the excitation drifts: fluorescence, elastic tail. */
  readonly background: readonly Background[]
  /** A lamp that stands there: its light needs no laser. */
  readonly lamp?: readonly SpectralLine[]
  /** Part of the room's light that reaches the objective: 1 in the open, near 0 in contact with skin. */
  readonly roomLight: number
  /** Excitation that this spot has received, mJ. Exposure adds to it; what bleaches depends on it. */
  doseMillijoules: number
}

export interface Background {
  /** At a Raman shift of nominal excitation, cm-1. Smooth on the scale of a pixel. */
  readonly at: (shift: number) => number
  /** Dose in mJ that bleaches it to 1/e; `Infinity` where it does not bleach. */
  readonly bleachingDoseMillijoules: number
}
