import type { TrainingProgress } from '../../models/training/trainer'
import { systemClock } from '../../shared/clock'
import { tell } from '../output'

/** What is told of a stage that comes and goes quickly. */
const SELDOM_MS = 1000

/**
 * Tells on stderr how far a training is: a JSON line a step, or a line for people.
 * @param of what is trained, where there are several
 */
export function tellProgress({ json }: { json?: boolean | undefined }, of?: string) {
  let stage = ''
  let told = -Infinity
  return (progress: TrainingProgress): void => {
    const now = systemClock.monotonicMs()
    const news = progress.loss !== undefined || progress.stage !== stage || progress.step === progress.steps
    if (!news && now - told < SELDOM_MS) return
    ;[stage, told] = [progress.stage, now]
    tell(
      json ? JSON.stringify({ progress: { ...(of && { system: of }), ...progress } }) : textOf(progress, of),
    )
  }
}

function textOf(
  { stage, step, steps, loss, watchedLoss, timeLeftMs }: TrainingProgress,
  of?: string,
): string {
  const figures = [
    loss !== undefined && `loss ${loss.toFixed(4)}`,
    watchedLoss !== undefined && `on the patients that stop training ${watchedLoss.toFixed(4)}`,
    timeLeftMs !== undefined && `${Math.ceil(timeLeftMs / 60_000)} min left at most`,
  ].filter((text) => text !== false)
  const where = `${of === undefined ? '' : `${of}, `}${stage} ${step} of ${steps}`
  return figures.length === 0 ? where : `${where}: ${figures.join(', ')}`
}
