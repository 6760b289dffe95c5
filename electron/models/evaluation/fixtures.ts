import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Predictions } from './predictions'

/** Normally distributed numbers for tests (Box and Muller). */
export function normals(seed: number): () => number {
  const random = xoroshiro128plus(seed)
  return () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random))
}

interface Drawn {
  seed: number
  patients: number
  /** @default 1 */
  spectraEach?: number
  /** Distance of the classes in standard deviations; 0: labels have nothing to do with what is said. */
  separation: number
}

/**
 * Predictions of a model that is calibrated where there is one spectrum a patient: half of the patients are malignant,
 * and scores are normal, four fifths of their variance between patients.
 */
export function drawPredictions({ seed, patients, spectraEach = 1, separation }: Drawn): Predictions {
  const normal = normals(seed)
  const rows = Array.from({ length: patients }, (_, patient) => {
    const target = Number(normal() > 0)
    const own = Math.sqrt(0.8) * normal()
    return Array.from({ length: spectraEach }, () => {
      const score = separation * (target - 0.5) + own + Math.sqrt(0.2) * normal()
      const logit = separation === 0 ? score : separation * score
      return { patient: `P${patient}`, target, probability: 1 / (1 + Math.exp(-logit)) }
    })
  }).flat()
  return {
    classes: ['benign', 'malignant'],
    patients: rows.map(({ patient }) => patient),
    targets: rows.map(({ target }) => target),
    probabilities: rows.map(({ probability }) => probability),
  }
}
