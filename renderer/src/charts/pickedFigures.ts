import type { ComparedClass } from '../../../electron/contract/overview'
import type { Figure } from './figure'
import { comparedName, marksOn, PREPROCESSED, SHIFT } from './overviewFigures'

/** One of the spectra that are compared. */
export interface PickedSpectrum {
  lesionId: string
  /** Tells it from the others. */
  name: string
  values: readonly number[]
}

/** The single spectra of a comparison, each with a name of its own, in the order of `lesionIds`. */
export function pickedSpectra(
  classes: readonly ComparedClass[],
  lesionIds: readonly string[],
): PickedSpectrum[] {
  const all = classes.flatMap(({ name, examples }) =>
    examples.map(({ lesionId, pseudonym, values }) => ({
      lesionId,
      values,
      name: `${pseudonym}, ${comparedName(name).toLowerCase()}`,
    })),
  )
  const ordered = lesionIds.flatMap((id) => all.find(({ lesionId }) => lesionId === id) ?? [])
  return ordered.map(({ name, ...each }, index) => {
    const before = ordered.slice(0, index).filter((other) => other.name === name).length
    return { ...each, name: before === 0 ? name : `${name} (${before + 1})` }
  })
}

/** All of them, one over the other. */
export function pickedFigure(grid: readonly number[], spectra: readonly PickedSpectrum[]): Figure {
  return {
    title: 'The spectra, one over the other',
    x: SHIFT,
    y: PREPROCESSED,
    lines: spectra.map(({ name, values }) => ({
      name,
      points: values.map((value, point): [number, number] => [grid[point]!, value]),
    })),
    marks: marksOn(grid),
  }
}

export function pickedDifference(grid: readonly number[], one: PickedSpectrum, less: PickedSpectrum): Figure {
  return {
    title: `Difference: ${one.name} less ${less.name}`,
    x: SHIFT,
    y: PREPROCESSED,
    lines: [
      {
        name: `${one.name} less ${less.name}`,
        points: one.values.map((value, point) => [grid[point]!, value - less.values[point]!]),
      },
      {
        name: 'No difference',
        points: [
          [grid[0] ?? 0, 0],
          [grid.at(-1) ?? 0, 0],
        ],
        reference: true,
      },
    ],
    marks: marksOn(grid),
  }
}

/** A cell of a table that no spreadsheet takes for a formula (OWASP, "CSV injection"). */
const cell = (text: string) => `"${(/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** A line for each wavenumber, cm-1: every spectrum, then mean and standard deviation of each class. */
export function pickedCsv(
  grid: readonly number[],
  spectra: readonly PickedSpectrum[],
  classes: readonly ComparedClass[],
): string {
  const columns: { title: string; values: readonly number[] }[] = [
    { title: 'wavenumber', values: grid },
    ...spectra.map(({ name, values }) => ({ title: name, values })),
    ...classes.flatMap(({ name, spectra: count, mean, sd }) => [
      { title: `mean of ${comparedName(name)} (${count})`, values: mean },
      ...(sd ? [{ title: `sd of ${comparedName(name)} (${count})`, values: sd }] : []),
    ]),
  ]
  const lines = grid.map((_, point) => columns.map(({ values }) => values[point]).join(','))
  return [columns.map(({ title }) => cell(title)).join(','), ...lines].map((line) => `${line}\r\n`).join('')
}
