import type { ClassMaps, SaliencyTrust } from '../../../electron/contract/saliency'
import { saliencyMethodNames, valueName } from '../components/words/learningNames'
import { grouped } from '../components/words/numbers'
import type { Figure, FigureLine } from './figure'

const SHIFT = 'Raman shift (cm⁻¹)'
const UNIT = [0, 1] as const

/** What a model reads in each class, over the spectra of the class: Figure 4 of the paper, on one axis for all classes. */
export function classMapFigures({ method, grid, classes }: ClassMaps): Figure[] {
  const line = (name: string, mean: readonly number[] | null, sd: readonly number[] | null): FigureLine[] =>
    mean
      ? [
          {
            name,
            points: mean.map((value, point) => [grid[point]!, value]),
            ...(sd && { band: mean.map((value, point) => [value - sd[point]!, value + sd[point]!]) }),
          },
        ]
      : []
  const named = (name: string, count: number) => `${valueName('lesionClass', name)} (${grouped(count)})`
  return [
    {
      title: 'Held-out spectra: mean and standard deviation',
      x: SHIFT,
      y: 'Preprocessed (a.u.)',
      lines: classes.flatMap(({ name, spectra, mean, sd }) => line(named(name, spectra), mean, sd)),
    },
    {
      title: `What it reads in those that it said rightly: ${saliencyMethodNames[method]}, mean and standard deviation`,
      x: SHIFT,
      y: 'Saliency (0 to 1)',
      lines: classes.flatMap(({ name, right, map, mapSd }) => line(named(name, right), map, mapSd)),
      yRange: UNIT,
    },
  ]
}

/** How soon an answer is lost when what the map marks is replaced, and when anything is. */
export function deletionFigure({ deletion }: SaliencyTrust): Figure {
  const { shares, probabilities, random } = deletion
  const over = (values: readonly number[]) => values.map((value, i): [number, number] => [shares[i]!, value])
  return {
    title: 'Deletion',
    x: 'Share of the spectrum replaced',
    y: 'Probability of the class',
    lines: [
      { name: 'What the map marks first', points: over(probabilities) },
      {
        name: 'In any order: mean, least and most',
        points: over(random.mean),
        band: random.from.map((from, i) => [from, random.to[i]!]),
      },
    ],
    xRange: UNIT,
    yRange: UNIT,
  }
}
