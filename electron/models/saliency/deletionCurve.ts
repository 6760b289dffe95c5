import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { SaliencyTrust } from '../../contract/saliency'
import type { InferenceEngine } from '../inference/inferenceEngine'
import { inferAll } from '../inference/inferAll'
import { shuffled } from '../training/shuffled'
import type { Stretch } from './occlusion'
import type { Direction } from './saliencyGrid'
import { coverStretches } from './stretches'

export interface DeletionTask {
  engine: InferenceEngine
  spectrum: Float32Array
  /** The whole axis, in parts of one width. */
  stretches: readonly Stretch[]
  /** What the map says of each: the greater, the sooner it is replaced. */
  scores: Float64Array
  /** The class that is said. */
  direction: Direction
  seed: number
  /** What stretches are replaced by. @default a straight line between what is left on either side */
  mean?: Float32Array | undefined
  /** @default 19, so that the best of all has p = 0.05 */
  randomOrders?: number | undefined
}

/** Shares of the spectrum at which the model is asked, beside none of it. */
const STEPS = 25

/**
 * How soon the probability of the class that is said falls as the spectrum is replaced in the order of the map, against
 * random orders of the same stretches (Samek et al., 10.1109/TNNLS.2016.2599820). A map that knows what the answer rests
 * on loses it sooner than chance.
 */
export async function deletionCurve(task: DeletionTask): Promise<SaliencyTrust['deletion']> {
  const { engine, spectrum, stretches, scores, direction, seed, mean, randomOrders = 19 } = task
  const random = xoroshiro128plus(seed)
  const places = [...stretches.keys()]
  const orders = [
    places.toSorted((a, b) => scores[b]! - scores[a]!),
    ...Array.from({ length: randomOrders }, () => shuffled(places, random)),
  ]
  const steps = Math.min(STEPS, stretches.length)
  const counts = Array.from({ length: steps + 1 }, (_, step) => Math.round((step * stretches.length) / steps))
  const points = spectrum.length
  const batch = new Float32Array(orders.length * counts.length * points)
  orders.forEach((order, row) => {
    counts.forEach((count, step) => {
      const replaced = order.slice(0, count).map((place) => stretches[place]!)
      batch.set(coverStretches(spectrum, replaced, mean), (row * counts.length + step) * points)
    })
  })
  const { logit } = await inferAll(engine, batch, orders.length * counts.length, { saliency: false })
  const curves = orders.map((_, row) =>
    Array.from(
      logit.subarray(row * counts.length, (row + 1) * counts.length),
      (value) => 1 / (1 + Math.exp(-direction * value)),
    ),
  )
  const shares = counts.map((count) => count / stretches.length)
  const [own, ...others] = curves as [number[], ...number[][]]
  const over = (of: (values: number[]) => number) =>
    shares.map((_, step) => of(others.map((curve) => curve[step]!)))
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const area = areaUnder(shares, own)
  const areas = others.map((curve) => areaUnder(shares, curve))
  return {
    shares,
    probabilities: own,
    random: {
      mean: over(average),
      from: over((values) => Math.min(...values)),
      to: over((values) => Math.max(...values)),
    },
    area,
    randomArea: average(areas),
    p: (1 + areas.filter((each) => each <= area).length) / (1 + areas.length),
  }
}

function areaUnder(x: readonly number[], y: readonly number[]): number {
  return x.slice(1).reduce((sum, value, i) => sum + ((value - x[i]!) * (y[i]! + y[i + 1]!)) / 2, 0)
}
