import type { BandCandidate } from '../../contract/answer'
import table from '../../../resources/references/bands.json'

/** A band of skin between 600 and 1800 cm-1 with the molecules that the literature gives for it. */
export interface SkinBand {
  /** Range in which the literature finds it, cm-1. */
  from: number
  to: number
  candidates: readonly BandCandidate[]
}

const sources: Record<string, readonly string[]> = table.sources

/** The bands of skin at 785 nm, ascending; each candidate names its sources by DOI. */
export const skinBands: readonly SkinBand[] = table.bands.map(({ from, to, candidates }) => ({
  from,
  to,
  candidates: candidates.map(({ molecule, group, sources: keys }) => ({
    molecule,
    group,
    from,
    to,
    source: keys.flatMap((key) => sources[key] ?? []).join(', '),
  })),
}))
