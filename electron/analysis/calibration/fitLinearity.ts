import type { LinearityFit } from '../../contract/calibration'
import { fitPolynomial } from './fitPolynomial'
import { reason } from './reason'

export interface LinearityPoint {
  integrationTimeMs: number
  /** Of steady light, less the dark of the same time: a mean over pixels. */
  counts: number
}

const LIMIT = 0.01
/** The line is laid through the lower part of the range, where a detector is linear if it is anywhere. */
const LOWER_PART = 0.6

/**
 * Whether twice the time gives twice the counts: a line through the lower part of a series of integration times in steady
 * light, and how far the counts are from it (as the linearity of EMVA 1288).
 *
 * @param limit largest deviation, share of the line's value. @default 0.01
 */
export function fitLinearity(series: readonly LinearityPoint[], limit = LIMIT): LinearityFit {
  const points = [...series].sort((a, b) => a.integrationTimeMs - b.integrationTimeMs)
  const highest = Math.max(...points.map(({ counts }) => counts))
  const lower = points.filter(({ counts }) => counts > 0 && counts <= LOWER_PART * highest)
  if (lower.length < 3) {
    const why = reason(
      'tooFewFrames',
      `${lower.length} of ${points.length} integration times give less than ${100 * LOWER_PART} % of the highest count; 3 are needed.`,
      'Add short integration times to the series.',
    )
    return { ...nothing, reasons: [why], limit }
  }
  const { coefficients, valueAt } = fitPolynomial(
    lower.map(({ integrationTimeMs }) => integrationTimeMs),
    lower.map(({ counts }) => counts),
    // So that each counts by its relative deviation.
    lower.map(({ counts }) => counts),
    1,
  )
  const judged = points.map(({ integrationTimeMs, counts }) => {
    const line = valueAt(integrationTimeMs)
    return { integrationTimeMs, counts, deviation: (counts - line) / line }
  })
  const beyond = judged.findIndex(({ deviation }) => Math.abs(deviation) > limit)
  const worst = judged.reduce((most, { deviation }) => Math.max(most, Math.abs(deviation)), 0)
  const linearTo = (beyond === -1 ? judged.at(-1) : judged[beyond - 1])?.counts ?? null
  const reasons =
    beyond === -1
      ? []
      : [
          reason(
            'notLinear',
            `The counts are up to ${(100 * worst).toFixed(1)} % off a line; at most ${100 * limit} % are allowed.`,
            linearTo === null
              ? 'Check that the light is steady, and measure again.'
              : `Keep below ${Math.round(linearTo)} counts, to where the detector is linear.`,
          ),
        ]
  return {
    ok: reasons.length === 0,
    reasons,
    points: judged,
    slope: coefficients[1]!,
    offset: coefficients[0]!,
    worstDeviation: worst,
    linearToCounts: linearTo,
    limit,
  }
}

const nothing = {
  ok: false,
  points: [],
  slope: null,
  offset: null,
  worstDeviation: null,
  linearToCounts: null,
} satisfies Partial<LinearityFit>
