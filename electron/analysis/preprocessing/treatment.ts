/** Writes to `result` what becomes of the spectrum `y`, which is left as it was; the lengths are as prepared for. */
export type Treatment = (y: Float64Array, result: Float64Array) => void
