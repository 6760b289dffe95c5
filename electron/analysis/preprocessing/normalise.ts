import { StokesError } from '../../contract/errors'
import type { ParametersOf } from '../../contract/recipe'
import { requireAscending } from './requireAscending'
import { requireFinite } from './requireFinite'
import { sumOfSquares } from './sumOf'

/**
 * The spectrum scaled to unit `area` (trapezoids on the axis), `max`imum or `vector` length, or moved and scaled
 * to run from 0 to 1 (`minmax`).
 *
 * @param axis ascending, cm-1
 * @param y intensities
 * @param scaled where the result is written
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `axis.notAscending`; `spectrum.constant` where
 * `minmax` finds no range; `spectrum.zeroNorm` where there is nothing to divide by
 */
export function normalise(
  axis: Float64Array,
  y: Float64Array,
  { kind }: ParametersOf<'normalise'>,
  scaled: Float64Array = new Float64Array(y.length),
): Float64Array {
  requireAscending(axis)
  requireFinite(y)
  const [min, max] = extremes(y)
  if (kind === 'minmax') {
    if (max === min)
      throw new StokesError('spectrum.constant', `The spectrum is constant (${max}): it has no range.`)
    for (let i = 0; i < y.length; i++) scaled[i] = (y[i]! - min) / (max - min)
    return scaled
  }
  const norm = kind === 'max' ? max : kind === 'area' ? area(axis, y) : Math.sqrt(sumOfSquares(y))
  if (norm === 0)
    throw new StokesError('spectrum.zeroNorm', `The ${kind} of the spectrum is 0: it cannot be scaled to 1.`)
  for (let i = 0; i < y.length; i++) scaled[i] = y[i]! / norm
  return scaled
}

function extremes(y: Float64Array): [number, number] {
  let min = Infinity
  let max = -Infinity
  for (let i = 0; i < y.length; i++) {
    const value = y[i]!
    if (value < min) min = value
    if (value > max) max = value
  }
  return [min, max]
}

function area(axis: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 1; i < y.length; i++) sum += ((axis[i]! - axis[i - 1]!) * (y[i]! + y[i - 1]!)) / 2
  return sum
}
