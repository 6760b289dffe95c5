import type { Agreement, CaseStatistics, ComparedClass } from '../../../electron/contract/overview'
import { lesionClassNames } from '../components/words/names'
import { grouped } from '../components/words/numbers'
import { namedBands } from './bandNames'
import type { Figure, FigureLine, FigureMark } from './figure'

export const SHIFT = 'Raman shift (cm⁻¹)'
export const PREPROCESSED = 'Preprocessed (a.u.)'
const UNIT = [0, 1] as const

export const comparedName = (name: ComparedClass['name']) =>
  name === 'none' ? 'No diagnosis' : lesionClassNames[name]

/** Mean and standard deviation of each class: Figure 4 of the paper. */
export function meansFigure(grid: readonly number[], classes: readonly ComparedClass[]): Figure {
  return {
    title: 'Mean and standard deviation of each class',
    x: SHIFT,
    y: PREPROCESSED,
    lines: classes.map(({ name, spectra, mean, sd }): FigureLine => ({
      name: `${comparedName(name)} (${grouped(spectra)})`,
      points: mean.map((value, point) => [grid[point]!, value]),
      ...(sd && { band: mean.map((value, point) => [value - sd[point]!, value + sd[point]!]) }),
    })),
    marks: marksOn(grid),
  }
}

/** Single spectra, the newest of each class, one over the other. */
export function examplesFigure(grid: readonly number[], classes: readonly ComparedClass[]): Figure {
  const each = Math.max(1, Math.floor(12 / Math.max(1, classes.length)))
  return {
    title: 'The newest of each, one by one',
    x: SHIFT,
    y: PREPROCESSED,
    lines: classes.flatMap(({ name, examples }) =>
      examples.slice(0, each).map(({ pseudonym, values }) => ({
        name: `${pseudonym}, ${comparedName(name).toLowerCase()}`,
        points: values.map((value, point): [number, number] => [grid[point]!, value]),
      })),
    ),
    marks: marksOn(grid),
  }
}

export function differenceFigure(grid: readonly number[], one: ComparedClass, less: ComparedClass): Figure {
  const zero: FigureLine = {
    name: 'No difference',
    points: [
      [grid[0] ?? 0, 0],
      [grid.at(-1) ?? 0, 0],
    ],
    reference: true,
  }
  const name = `${comparedName(one.name)} less ${comparedName(less.name).toLowerCase()}`
  return {
    title: `Difference of the means: ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    x: SHIFT,
    y: PREPROCESSED,
    lines: [
      { name, points: one.mean.map((value, point) => [grid[point]!, value - less.mean[point]!]) },
      zero,
    ],
    marks: marksOn(grid),
  }
}

/** To the next half of a power of ten: where an axis ends. */
function roundedUp(count: number): number {
  const step = Math.max(1, 10 ** Math.floor(Math.log10(count)) / 2)
  return Math.ceil(count / step) * step
}

export function weeksFigure({ weeks }: CaseStatistics): Figure {
  const line = (name: string, of: (week: CaseStatistics['weeks'][number]) => number): FigureLine => ({
    name,
    points: weeks.map((week) => [Date.parse(week.from), of(week)]),
    dots: weeks.length < 60,
  })
  return {
    title: 'Each week',
    x: 'Week from',
    y: 'Count',
    lines: [
      line('Measurements', ({ measurements }) => measurements),
      line('Cases measured', ({ cases }) => cases),
    ],
    timeX: true,
    countsY: true,
    yRange: [0, roundedUp(Math.max(1, ...weeks.map(({ measurements }) => measurements)))],
    decimals: 0,
  }
}

/** Null where no case has both an answer and a histopathology. */
export function agreementFigure(overTime: readonly Agreement[]): Figure | null {
  const known = overTime.flatMap(({ group, agreement }) => (agreement ? [{ group, ...agreement }] : []))
  if (known.length === 0) return null
  return {
    title: 'Agreement with histopathology by month, 95 % interval',
    x: 'Month of the diagnosis',
    y: 'Share that agrees',
    lines: [
      {
        name: 'Agreement',
        points: known.map(({ group, share }) => [Date.parse(`${group}-01`), share]),
        intervals: known.map(({ interval }) => interval),
        dots: true,
      },
    ],
    timeX: true,
    yRange: UNIT,
  }
}

/** Bands of the literature that lie apart enough to be named. */
export function marksOn(grid: readonly number[]): FigureMark[] {
  const [from, to] = [grid[0] ?? 0, grid.at(-1) ?? 0]
  const marks: FigureMark[] = []
  for (const band of namedBands) {
    const x = Math.round((band.from + band.to) / 2)
    const before = marks.at(-1)
    if (x < from || x > to || (before && x - before.x < (to - from) / 24)) continue
    marks.push({ x, name: `${x} ${band.text.split(/[(;,]/)[0]!.trim()}` })
  }
  return marks
}
