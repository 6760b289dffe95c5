import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Examples, TrainerTask } from './trainer'

/** A task for tests that is as easy as one can be: the band of each class lies elsewhere and is wider. */
export function exampleTask(classes: readonly string[], count: number, points = 160): TrainerTask {
  return {
    classes,
    grid: Float64Array.from({ length: points }, (_, i) => 600 + (i * 1200) / (points - 1)),
    fit: examples(classes.length, count, points, 1),
    watched: examples(classes.length, Math.ceil(count / 4), points, 2),
    seed: 7,
  }
}

export function examples(classes: number, count: number, points: number, seed: number): Examples {
  const random = xoroshiro128plus(seed)
  const spectra = new Float32Array(count * points)
  const rows = Array.from({ length: count }, (_, row) => {
    const label = row % classes
    const centre = (points * (label + 1)) / (classes + 1)
    for (let point = 0; point < points; point++)
      spectra[row * points + point] =
        2 * Math.exp(-(((point - centre) / (3 + 5 * label)) ** 2)) + uniformFloat64(random) - 0.5
    const unknown = { age: null, sex: null, bodySite: null, skinType: null, instrument: null, takenAt: null }
    return { id: `S${row}`, patient: `P${row}`, label, lesionClass: String(label), ...unknown }
  })
  return { rows, spectra, points }
}

/** The share of examples whose highest score is that of their class. */
export function accuracy(scores: Float32Array, { rows }: Examples): number {
  const outputs = scores.length / rows.length
  const right = rows.filter(({ label }, row) => {
    if (outputs === 1) return scores[row]! > 0 === (label === 1)
    const own = scores.subarray(row * outputs, (row + 1) * outputs)
    return own.indexOf(Math.max(...own)) === label
  })
  return right.length / rows.length
}
