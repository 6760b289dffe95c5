/**
 * Certificate of NIST SRM 2241, a chromium-doped glass: relative spectral luminescence in photons per second, area and cm-1
 * under 785 nm, by the Raman shift in cm-1. Certified from 200 to 3 500 cm-1 (doi:10.1366/000370207779947585); the
 * spectrograph reaches no further.
 */
const COEFFICIENTS = [9.71937e-2, 2.28325e-4, -5.86762e-8, 2.16023e-10, -9.77171e-14, 1.15596e-17]

export function certifiedLuminescence(shift: number): number {
  return COEFFICIENTS.reduceRight((sum, coefficient) => sum * shift + coefficient, 0)
}
