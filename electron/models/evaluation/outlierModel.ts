import { z } from 'zod'
import { StokesError } from '../../contract/errors'
import { dot, rowOf } from '../classical/designMatrix'
import { principalComponents } from '../classical/principalComponents'
import { chiSquaredLimit } from './chiSquared'

/** What it takes to tell whether a spectrum is like those of the training; JSON, for a bundle. */
export const outlierModelSchema = z.strictObject({
  method: z.literal('pca-q-t2'),
  points: z.int().positive(),
  /** Little-endian float32, base64. */
  mean: z.base64(),
  /** Principal components, one after the other as `mean`, each so that its scores of the training have variance 1. */
  whitening: z.base64(),
  /** What a spectrum may reach. */
  limits: z.strictObject({ hotelling: z.number().positive(), residual: z.number().positive() }),
  /** Share of familiar spectra beyond a limit. */
  alpha: z.number().positive().max(0.5),
})
export type OutlierModel = z.infer<typeof outlierModelSchema>

export interface OutlierScore {
  /** The greater of the two; above 1 the spectrum is unlike those of the training. */
  score: number
  /** Hotelling's T², relative to its limit: known shapes in amounts that were not seen. */
  hotelling: number
  /** Q, the squared residual, relative to its limit: shapes that were not seen. */
  residual: number
}

interface OutlierOptions {
  /** @default 10 */
  components?: number
  /** Share of familiar spectra that are to be found unlike. @default 0.01 */
  alpha?: number
}

const FEWEST = 10

/**
 * A description of the training spectra by their principal components, with the two limits of classical chemometrics
 * (Jackson and Mudholkar, 10.1080/00401706.1979.10489779): Hotelling's T² within the components and the residual Q
 * without. Each limit is that of the chi-squared distribution with the mean and variance seen in the calibration
 * spectra (Box, 10.1214/aoms/1177728786; Nomikos and MacGregor, 10.1080/00401706.1995.10485888), at half of alpha.
 *
 * @param training spectra as the recipe leaves them, one after the other
 * @param calibration of other patients
 * @throws StokesError `dataset.tooSmall` under ten spectra of either
 */
export function fitOutlierModel(
  training: ArrayLike<number>,
  calibration: ArrayLike<number>,
  points: number,
  { components = 10, alpha = 0.01 }: OutlierOptions = {},
): OutlierModel {
  const fewest = Math.min(training.length, calibration.length) / points
  if (fewest < FEWEST)
    throw new StokesError(
      'dataset.tooSmall',
      `Limits of what is familiar need ${FEWEST} training and ${FEWEST} calibration spectra; there are ${fewest}.`,
    )
  const matrix = { values: Float64Array.from(training), rows: training.length / points, columns: points }
  const { means, whitening } = principalComponents(matrix, components)
  const unlimited: OutlierModel = {
    method: 'pca-q-t2',
    points,
    mean: encode(means),
    whitening: encode(whitening.values),
    limits: { hotelling: 1, residual: 1 },
    alpha,
  }
  // Limits are of what is stored, with its rounding.
  const scoreOf = prepareOutlierScore(unlimited)
  const scores = Array.from({ length: calibration.length / points }, (_, row) =>
    scoreOf(Float64Array.from({ length: points }, (_, i) => calibration[row * points + i]!)),
  )
  const limit = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
    return (variance / (2 * mean)) * chiSquaredLimit(alpha / 2, (2 * mean * mean) / variance)
  }
  return {
    ...unlimited,
    limits: {
      hotelling: limit(scores.map(({ hotelling }) => hotelling)),
      residual: limit(scores.map(({ residual }) => residual)),
    },
  }
}

/** @returns given a spectrum as the recipe leaves it, how unlike the training spectra it is */
export function prepareOutlierScore(model: OutlierModel): (spectrum: ArrayLike<number>) => OutlierScore {
  const { points, limits } = model
  const mean = decode(model.mean)
  const values = decode(model.whitening)
  const whitening = { values, rows: values.length / points, columns: points }
  const components = Array.from({ length: whitening.rows }, (_, k) => {
    const component = rowOf(whitening, k)
    return { component, variance: 1 / dot(component, component) }
  })
  return (spectrum) => {
    if (spectrum.length !== points)
      throw new StokesError('model.wrongShape', `The spectrum has ${spectrum.length} points, not ${points}.`)
    const rest = mean.map((value, i) => spectrum[i]! - value)
    let hotelling = 0
    for (const { component, variance } of components) {
      const score = dot(component, rest)
      hotelling += score * score
      for (let i = 0; i < points; i++) rest[i]! -= score * variance * component[i]!
    }
    const relative = { hotelling: hotelling / limits.hotelling, residual: dot(rest, rest) / limits.residual }
    return { score: Math.max(relative.hotelling, relative.residual), ...relative }
  }
}

/** Of the training spectra. */
export function meanOf({ mean }: OutlierModel): Float32Array {
  return Float32Array.from(decode(mean))
}

function encode(values: Float64Array): string {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, i) => bytes.writeFloatLE(value, i * 4))
  return bytes.toString('base64')
}

function decode(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64')
  return Float64Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4))
}
