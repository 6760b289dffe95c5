/** Spectra as a recipe leaves them, with what they are. */
export interface LabelledSpectra {
  /** One after the other. */
  spectra: Float32Array
  /** 1 malignant, 0 benign. */
  targets: Float32Array
}

/** Chosen spectra of a set, in the order of the choice. */
export function select({ spectra, targets }: LabelledSpectra, chosen: readonly number[]): LabelledSpectra {
  const points = spectra.length / targets.length
  const selected = new Float32Array(chosen.length * points)
  chosen.forEach((row, place) => {
    selected.set(spectra.subarray(row * points, (row + 1) * points), place * points)
  })
  return { spectra: selected, targets: Float32Array.from(chosen, (row) => targets[row]!) }
}
