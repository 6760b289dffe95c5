import { calibrationDrift } from '../../analysis/calibration/calibrationDrift'
import { checkShift } from '../../analysis/calibration/checkShift'
import { fitLaser } from '../../analysis/calibration/fitLaser'
import { polynomialAt } from '../../analysis/calibration/fitPolynomial'
import { fitWavelengths } from '../../analysis/calibration/fitWavelengths'
import {
  guessOf,
  lampCounts,
  randomOf,
  shiftsOf,
  siliconCounts,
  standardCounts,
  trueWavelengths,
} from '../../analysis/calibration/fixtures'
import { aloneResult, distributionOf } from './distribution'
import { benchReport, type BenchReport, type BenchResult } from './report'

const LAMPS = 100
const DAYS = 20

/** How right the fits are, on spectra whose truth is known; no times. */
export function benchCalibration(): Promise<BenchReport> {
  return Promise.resolve(benchReport('calibration', [spoiltNeon(), acetaminophen(), drift()]))
}

/** 30 % of the lines missing, 3 strangers, a guess 20 px off and stretched. Residuals in thousandths of a pixel. */
function spoiltNeon(): BenchResult {
  const residuals: number[] = []
  let refused = 0
  let wrong = 0
  for (let seed = 1; seed <= LAMPS; seed++) {
    const random = randomOf(seed)
    const truth = trueWavelengths({ centre: 871 + random() })
    const counts = lampCounts('neon', truth, random, { missing: 0.3, spurious: 3 })
    const guess = guessOf(truth, { pixels: seed % 2 ? 20 : -20, stretch: (random() - 0.5) * 0.01 })
    const { ok, rmsPixels, coefficients, lines } = fitWavelengths([{ lamp: 'neon', counts }], guess)
    if (!ok) refused++
    else {
      residuals.push(1000 * rmsPixels!)
      const off = lines
        .filter(({ used }) => used)
        .map(({ pixel }) => polynomialAt(coefficients, Math.round(pixel!)) - truth[Math.round(pixel!)]!)
      if (off.some((nanometres) => Math.abs(nanometres) > 0.05)) wrong++
    }
  }
  return aloneResult('neon with gaps and strangers, rms', distributionOf(residuals), 'mpx', {
    refused,
    wrong,
  })
}

/** Worst band of each check, laser 784.5 to 785.5 nm, after neon and silicon. */
function acetaminophen(): BenchResult {
  const worst: number[] = []
  for (let day = 0; day < DAYS; day++) {
    const random = randomOf(1000 + day)
    const laser = 784.5 + day / (DAYS - 1)
    const truth = trueWavelengths({ shift: 1.5, stretch: 0.7 })
    const { wavelengths, laserNanometres } = morning(random, truth, laser)
    const axis = shiftsOf(
      truth.map((_, pixel) => polynomialAt(wavelengths.coefficients, pixel)),
      laserNanometres ?? 785,
    )
    const counts = standardCounts('acetaminophen', truth, laser, random)
    worst.push(checkShift({ counts }, axis, 'acetaminophen').worstWavenumber ?? Infinity)
  }
  return aloneResult('acetaminophen, worst band', distributionOf(worst), 'cm-1')
}

/** A laser that drifted by 0.02 nm, and a spectrum that grew by 0.1 px: how often each is told, and for the other. */
function drift(): BenchResult {
  const found: number[] = []
  const told = { laser: 0, stretch: 0, mistaken: 0 }
  for (let day = 0; day < DAYS; day++) {
    const at = (seed: number, laser: number, stretch: number) =>
      morning(randomOf(seed), trueWavelengths({ stretch }), laser, day + 1)
    const former = at(2000 + day, 785, 0)
    const moved = calibrationDrift(former, at(3000 + day, 785.02, 0))
    const grown = calibrationDrift(former, at(4000 + day, 785, 0.1))
    found.push(1000 * (moved?.laserNanometres ?? NaN))
    if (moved?.moved.includes('laser')) told.laser++
    if (grown?.moved.includes('stretch')) told.stretch++
    if (moved?.moved.includes('stretch') || grown?.moved.includes('laser')) told.mistaken++
  }
  return aloneResult('laser drifted by 20 pm, or 0.1 px of stretch', distributionOf(found), 'pm', told)
}

/** Neon and silicon of a day, on an axis believed that is none of it. */
function morning(random: () => number, truth: Float64Array, laserNanometres: number, bulb?: number) {
  const strengths = bulb === undefined ? {} : { bulb: randomOf(bulb) }
  const counts = lampCounts('neon', truth, random, strengths)
  const wavelengths = fitWavelengths([{ lamp: 'neon', counts }], trueWavelengths())
  const laser = fitLaser({ counts: siliconCounts(truth, laserNanometres, random) }, wavelengths, 785)
  return { wavelengths, laser, laserNanometres: laser.laserNanometres }
}
