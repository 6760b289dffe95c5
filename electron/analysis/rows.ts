/** So many arrays that share one block of memory: to get many blocks takes longer than to fill them. */
export function rows(block: Float64Array, count: number): Float64Array[] {
  const length = block.length / count
  return Array.from({ length: count }, (_, row) => block.subarray(row * length, (row + 1) * length))
}
