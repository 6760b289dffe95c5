/** Whether two arrays hold the same numbers, as axes do that came from different files or threads. */
export function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  if (a === b) return true
  let i = 0
  while (i < a.length && a[i] === b[i]) i += 1
  return i === a.length && i === b.length
}
