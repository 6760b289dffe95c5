/**
 * The temperature at which the slope of a convex loss over the inverse temperature is zero.
 *
 * @param slope of the loss, given the inverse temperature
 * @returns between 0.01 and 100
 */
export function bisectTemperature(slope: (inverse: number) => number): number {
  let low = 0.01
  let high = 100
  for (let halving = 0; halving < 60; halving++) {
    const middle = Math.sqrt(low * high)
    if (slope(middle) < 0) low = middle
    else high = middle
  }
  return 1 / high
}
