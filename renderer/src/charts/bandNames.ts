import table from '../../../resources/references/bands.json'

/** A band of the literature: its interval, cm-1, and the molecules it is given for. */
export interface NamedBand {
  from: number
  to: number
  text: string
}

/** All of them, ascending. */
export const namedBands: readonly NamedBand[] = table.bands.map(({ from, to, candidates }) => ({
  from,
  to,
  text: candidates.map(({ molecule }) => molecule).join('; '),
}))

const distance = ({ from, to }: NamedBand, wavenumber: number) =>
  Math.max(from - wavenumber, wavenumber - to, 0)
const middle = ({ from, to }: NamedBand) => (from + to) / 2

/** The band next to a wavenumber, both in cm-1; null where none lies within `reach`. */
export function bandAt(wavenumber: number, reach = 8): NamedBand | null {
  const near = namedBands.filter((band) => distance(band, wavenumber) <= reach)
  near.sort(
    (a, b) =>
      distance(a, wavenumber) - distance(b, wavenumber) ||
      Math.abs(middle(a) - wavenumber) - Math.abs(middle(b) - wavenumber),
  )
  return near[0] ?? null
}
