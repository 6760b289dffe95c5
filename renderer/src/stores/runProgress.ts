import type { ProgressPoint } from '../../../electron/contract/learning'

/**
 * Progress with one more point. A run that was resumed repeats the steps after its checkpoint: what it had said of them
 * before is forgotten.
 */
export function withPoint(progress: readonly ProgressPoint[], point: ProgressPoint): ProgressPoint[] {
  const kept = progress.filter(({ stage, step }) => stage !== point.stage || step < point.step)
  return [...kept, point]
}

/** What was stored, and what was heard since. */
export function joined(stored: readonly ProgressPoint[], heard: readonly ProgressPoint[]): ProgressPoint[] {
  return heard.reduce<ProgressPoint[]>(withPoint, [...stored])
}
