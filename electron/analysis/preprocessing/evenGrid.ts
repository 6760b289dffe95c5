/** `n` evenly spaced values from `lo` to `hi`, both included. */
export function evenGrid({ lo, hi, n }: { lo: number; hi: number; n: number }): Float64Array {
  const step = (hi - lo) / (n - 1)
  return Float64Array.from({ length: n }, (_, i) => (i === n - 1 ? hi : lo + i * step))
}
