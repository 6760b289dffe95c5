import { LIMIT_KINK_SECONDS, LONGEST_EXPOSURE_SECONDS } from './skinLimit'

/** Light of constant power on one site. */
export interface Exposure {
  /** Since any common start. */
  startSeconds: number
  seconds: number
  /** W/cm2, averaged as the limit is. */
  irradiance: number
}

/** A stretch of time, and what came within it. */
export interface DoseWindow {
  /** How long it is, gaps between exposures included. */
  seconds: number
  /** J/cm2. */
  dose: number
  limit: number
  /** Dose over limit. */
  fraction: number
}

/** J/cm2 that may come within so many seconds; steps nowhere but at 10 s, and is concave before and after it. */
export type DoseLimit = (seconds: number) => number

const NONE = { seconds: 0, dose: 0, limit: 0, fraction: 0 }

/**
 * Of all windows that end at this moment the one that is nearest to its limit. Since the limit is concave, that window
 * begins with an exposure; or it is as long as the time at which the limit steps.
 */
export function doseAt(exposures: readonly Exposure[], atSeconds: number, limit: DoseLimit): DoseWindow {
  const until = emittedUntil(exposures, atSeconds)
  let nearest: DoseWindow = NONE
  const consider = (from: number, seconds: number) => {
    const dose = until - emittedUntil(exposures, from)
    const window = { seconds, dose, limit: limit(seconds), fraction: dose / limit(seconds) }
    if (window.fraction > nearest.fraction) nearest = window
  }
  for (const { startSeconds } of exposures)
    if (startSeconds < atSeconds) consider(startSeconds, atSeconds - startSeconds)
  consider(atSeconds - LIMIT_KINK_SECONDS, LIMIT_KINK_SECONDS)
  return nearest
}

/** The window nearest to its limit, of all that end between these moments; only there where one can be nearest is looked. */
function highestDose(
  exposures: readonly Exposure[],
  [after, until]: readonly [number, number],
  limit: DoseLimit,
): DoseWindow {
  const moments = exposures.flatMap(({ startSeconds, seconds }) => [
    startSeconds + seconds,
    startSeconds + LIMIT_KINK_SECONDS,
  ])
  return [...moments.filter((moment) => moment > after && moment < until), until]
    .map((moment) => doseAt(exposures, moment, limit))
    .reduce((highest, window) => (window.fraction > highest.fraction ? window : highest), NONE)
}

/**
 * How long a site may be exposed from now on until any window, of these exposures and the new one, would pass its limit.
 *
 * @param irradiance of the new exposure, W/cm2
 * @returns at most 30 000 s
 */
export function remainingSeconds(
  exposures: readonly Exposure[],
  nowSeconds: number,
  irradiance: number,
  limit: DoseLimit,
): number {
  return greatest((seconds) => isAllowed(exposures, { startSeconds: nowSeconds, seconds, irradiance }, limit))
}

/** How long to wait from now on until a site may be exposed so; null where no wait is enough. */
export function waitingSeconds(
  exposures: readonly Exposure[],
  nowSeconds: number,
  { seconds, irradiance }: Pick<Exposure, 'seconds' | 'irradiance'>,
  limit: DoseLimit,
): number | null {
  const refused = (wait: number): boolean =>
    !isAllowed(exposures, { startSeconds: nowSeconds + wait, seconds, irradiance }, limit)
  if (!refused(0)) return 0
  return refused(LONGEST_EXPOSURE_SECONDS) ? null : greatest(refused)
}

function isAllowed(exposures: readonly Exposure[], next: Exposure, limit: DoseLimit): boolean {
  const { startSeconds, seconds } = next
  return highestDose([...exposures, next], [startSeconds, startSeconds + seconds], limit).fraction <= 1
}

/** The greatest number up to 30 000 for which this holds; where it does for one, it does for every smaller one. */
function greatest(holds: (value: number) => boolean): number {
  if (holds(LONGEST_EXPOSURE_SECONDS)) return LONGEST_EXPOSURE_SECONDS
  let low = 0
  let high = LONGEST_EXPOSURE_SECONDS
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}

/** J/cm2 that came before this moment. */
function emittedUntil(exposures: readonly Exposure[], moment: number): number {
  let dose = 0
  for (const { startSeconds, seconds, irradiance } of exposures)
    dose += irradiance * Math.min(Math.max(moment - startSeconds, 0), seconds)
  return dose
}
