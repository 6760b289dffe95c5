import type { ParametersOf, Step } from '../../contract/recipe'
import { cropRange } from './cropRange'
import { hasWavelet, scalingFilter, sourcesBeyond } from './discreteWavelet'
import { evenGrid } from './evenGrid'
import { linearPlaces } from './prepareLinear'
import { savgolEnds } from './savgol'

/** A step as the addon takes it: weights, grids and bands are computed here, once for both implementations. */
export type NativeStep =
  | { kind: 'crop'; start: number; end: number }
  | { kind: 'savgol'; centre: Float64Array; starts: Float64Array; ends: Float64Array }
  | { kind: 'snv'; degrees: number }
  | { kind: 'linear'; lower: Int32Array; fraction: Float64Array }
  | {
      kind: 'wavelet'
      scaling: Float64Array
      level: number
      /** For each level the points that stand beyond its ends, left then right; -1 for a zero. */
      beyond: Int32Array
      universal: number
      soft: boolean
    }
  | {
      kind: 'asls'
      lam: number
      p: number
      tol: number
      maxIterations: number
    }

/**
 * A step for the addon, undefined where it has none like it, or where the axis is too short.
 * @param axis ascending, cm-1, and such that the step can be made ready for it
 */
export function nativeStep(step: Step, axis: Float64Array): NativeStep | undefined {
  const n = axis.length
  switch (step.step) {
    case 'crop':
      return { kind: 'crop', ...cropRange(axis, step) }
    case 'savgol':
      return step.mode === 'interp' && step.window <= n
        ? { kind: 'savgol', ...flat(savgolEnds(step)) }
        : undefined
    case 'snv':
      return { kind: 'snv', degrees: Math.max(1, n - step.ddof) }
    case 'resample':
      return step.kind === 'linear' && n > 1
        ? { kind: 'linear', ...linearPlaces(axis, evenGrid(step)) }
        : undefined
    case 'wavelet':
      return hasWavelet(step, n) ? nativeWavelet(step, n) : undefined
    case 'asls':
      return step.diff_order === 2 && n >= LEAST_ASLS_POINTS ? nativeAsls(step) : undefined
    default:
      return undefined
  }
}

function flat({ centre, starts, ends }: ReturnType<typeof savgolEnds>) {
  const joined = (rows: readonly Float64Array[]) => Float64Array.from(rows.flatMap((row) => [...row]))
  return { centre, starts: joined(starts), ends: joined(ends) }
}

function nativeWavelet({ wavelet, level, mode, threshold }: ParametersOf<'wavelet'>, n: number): NativeStep {
  const scaling = scalingFilter(wavelet)
  const beyond: number[] = []
  let length = n
  for (let depth = 0; depth < level; depth++) {
    beyond.push(...sourcesBeyond(length, scaling.length - 1, mode))
    length = (length + scaling.length - 1) >> 1
  }
  return {
    kind: 'wavelet',
    scaling,
    level,
    beyond: Int32Array.from(beyond),
    universal: Math.sqrt(2 * Math.log(n)),
    soft: threshold === 'soft',
  }
}

/** With fewer points the ends of D'D meet, and TypeScript serves. */
const LEAST_ASLS_POINTS = 8

function nativeAsls({ lam, p, tol, max_iter }: ParametersOf<'asls'>): NativeStep {
  return { kind: 'asls', lam, p, tol, maxIterations: max_iter }
}
