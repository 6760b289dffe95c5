const COUNT = 4

/**
 * Spectra to hold engines against each other with, where a model brings none: smooth, of mean 0 and deviation 1 as most
 * recipes leave them, and always the same.
 */
export function probeSpectra(points: number): Float32Array[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const waves = Float64Array.from({ length: points }, (__, point) => {
      const position = point / points
      return (
        Math.sin((3 + 4 * index) * Math.PI * position) +
        0.5 * Math.cos((17 + 9 * index) * Math.PI * position ** 2)
      )
    })
    const mean = waves.reduce((sum, value) => sum + value, 0) / points
    const deviation = Math.sqrt(waves.reduce((sum, value) => sum + (value - mean) ** 2, 0) / points)
    return Float32Array.from(waves, (value) => (value - mean) / (deviation || 1))
  })
}
