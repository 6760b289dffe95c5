import { StokesError } from '../../contract/errors'
import type { ParametersOf } from '../../contract/recipe'
import { requireAscending } from './requireAscending'
import { requireFinite } from './requireFinite'

/**
 * The spectrum scaled to unit `area` (trapezoids on the axis), `max`imum or `vector` length, or moved and scaled
 * to run from 0 to 1 (`minmax`).
 *
 * @param axis ascending, cm-1
 * @param y intensities
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `axis.notAscending`; `spectrum.constant` where
 * `minmax` finds no range; `spectrum.zeroNorm` where there is nothing to divide by
 */
export function normalise(
  axis: Float64Array,
  y: Float64Array,
  { kind }: ParametersOf<'normalise'>,
): Float64Array {
  requireAscending(axis)
  requireFinite(y)
  const max = y.reduce((largest, value) => Math.max(largest, value), -Infinity)
  if (kind === 'minmax') {
    const min = y.reduce((smallest, value) => Math.min(smallest, value), Infinity)
    if (max === min)
      throw new StokesError('spectrum.constant', `The spectrum is constant (${max}): it has no range.`)
    return y.map((value) => (value - min) / (max - min))
  }
  const norm =
    kind === 'max'
      ? max
      : kind === 'area'
        ? area(axis, y)
        : Math.sqrt(y.reduce((sum, value) => sum + value * value, 0))
  if (norm === 0)
    throw new StokesError('spectrum.zeroNorm', `The ${kind} of the spectrum is 0: it cannot be scaled to 1.`)
  return y.map((value) => value / norm)
}

function area(axis: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 1; i < y.length; i++) sum += ((axis[i]! - axis[i - 1]!) * (y[i]! + y[i - 1]!)) / 2
  return sum
}
