/**
 * Part of the collected light that reaches the sensor: the efficiency of a grating blazed at 850 nm (a
 * parabola near its blaze), the optics (0.6), and the long-pass filter that keeps the laser out (edge at 795
 * nm, 2 nm wide, below the sensor's range).
 */
export function throughputAt(wavelengthNanometres: number): number {
  const grating = 0.75 * (1 - ((wavelengthNanometres - 850) / 220) ** 2)
  const filter = 1 / (1 + Math.exp(-(wavelengthNanometres - 795) / 2))
  return 0.6 * grating * filter
}
