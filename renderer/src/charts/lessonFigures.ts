import type { TaughtMeasurement } from '../../../electron/contract/teaching'
import type { Figure } from './figure'

type Taught = Pick<TaughtMeasurement, 'wavenumbers' | 'frames' | 'darkFrames' | 'spectrum'>

/** What a measurement looks like: each of its frames, and what is made of them. Empty where there are none. */
export function lessonFigures({ wavenumbers, frames, darkFrames, spectrum }: Taught): Figure[] {
  if (wavenumbers.length === 0 || frames.length === 0) return []
  const along = (counts: readonly number[]) =>
    counts.map((count, pixel): [number, number] => [wavenumbers[pixel]!, count])
  const shared = {
    x: 'Raman shift, cm⁻¹',
    y: 'Counts',
    xRange: [10 * Math.floor(wavenumbers[0]! / 10), 10 * Math.ceil(wavenumbers.at(-1)! / 10)],
    decimals: 0,
  } as const
  return [
    {
      ...shared,
      title: 'Each frame, as the detector gave it',
      lines: [
        ...frames.map((counts, index) => ({ name: `${index + 1}`, points: along(counts) })),
        ...darkFrames.map((counts) => ({ name: 'Dark', points: along(counts), reference: true })),
      ],
    },
    {
      ...shared,
      title: 'Mean less the dark',
      lines: [{ name: 'Mean less the dark', points: along(spectrum) }],
    },
  ]
}
