import type { Visit } from '../../../electron/contract/visits'
import type { Figure } from './figure'

/**
 * What the model said of a lesion at each visit. Null where fewer than two can be compared. Probabilities of two models are two lines: what
 * one said tells nothing of the other.
 */
export function followUpFigure(visits: readonly Visit[]): Figure | null {
  const answered = [...visits]
    .reverse()
    .flatMap(({ day, combined }) => (combined ? [{ at: Date.parse(day), ...combined }] : []))
  const last = answered.at(-1)
  if (!last || answered.length < 2) return null
  const models = [...new Map(answered.map(({ modelHash, modelName }) => [modelHash, modelName]))]
  const names = models.map(([, name]) => name)
  const nameOf = (hash: string, name: string) =>
    names.filter((each) => each === name).length > 1 ? `${name} ${hash.slice(0, 8)}` : name
  return {
    title: 'Probability of malignancy by visit',
    x: 'Visit',
    y: 'Probability',
    lines: [
      ...models.map(([hash, name]) => ({
        name: nameOf(hash, name),
        points: answered
          .filter(({ modelHash }) => modelHash === hash)
          .map(({ at, probability }) => [at, probability] as const),
        dots: true,
      })),
      {
        name: 'Threshold of the newest',
        points: [
          [answered[0]!.at, last.threshold],
          [last.at, last.threshold],
        ],
        reference: true,
      },
    ],
    timeX: true,
    yRange: [0, 1],
  }
}
