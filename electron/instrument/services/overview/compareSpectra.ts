import { StokesError } from '../../../contract/errors'
import type { Comparable, ComparedClass, ComparisonOfCases } from '../../../contract/overview'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { ProcessedSpectrum } from '../../../storage/repositories/caseOverview'
import { inPortions, type GoOn } from './inPortions'

/** Of each class: more lines on one chart cannot be told apart. */
const EXAMPLES = 12
/** Spectra that are read at once. */
const PORTION = 250

interface Sums {
  spectra: number
  mean: Float64Array
  /** Sum of the squared distances from the mean. */
  squares: Float64Array
  examples: ComparedClass['examples']
}

interface Preparation {
  like: Pick<ProcessedSpectrum, 'origin' | 'recipe' | 'recipeHash' | 'gridEntry'>
  cases: number
  classes: Map<ComparedClass['name'], Sums>
}

/**
 * Mean and standard deviation of each class over all spectra that were prepared alike, the newest of each case: one pass, a spectrum at a
 * time (Welford, 10.1080/00401706.1962.10490022).
 *
 * @param entries of the cases; those that come first are the examples
 * @param key which preparation; the most frequent where it is null
 * @returns null where it was ended before it was done
 * @throws StokesError `usage.invalid` for a key that no case has
 */
export async function compareSpectra(
  { caseOverview }: Pick<CaseLog, 'caseOverview'>,
  entries: readonly number[],
  key: string | null,
  goOn: GoOn,
): Promise<ComparisonOfCases | null> {
  const preparations = new Map<string, Preparation>()
  const whole = await inPortions(
    entries,
    PORTION,
    (portion) => {
      for (const spectrum of caseOverview.spectraOf(portion)) add(preparations, spectrum)
    },
    goOn,
  )
  if (!whole) return null
  const ranked = [...preparations].sort(([, a], [, b]) => b.cases - a.cases)
  const comparable = ranked.map(([name, { like, cases }]): Comparable => {
    const grid = caseOverview.gridAt(like.gridEntry)
    const { origin, recipe, recipeHash } = like
    const ends = { from: grid[0] ?? 0, to: grid.at(-1) ?? 0, points: grid.length }
    return { key: name, origin, recipe, recipeHash, cases, ...ends }
  })
  const place = key === null ? 0 : comparable.findIndex((each) => each.key === key)
  if (place < 0) throw nothingLike(key)
  const [shown, chosen] = [comparable[place], ranked[place]?.[1]]
  if (!shown || !chosen) return { comparable, shown: null, grid: [], classes: [] }
  return {
    comparable,
    shown,
    grid: [...caseOverview.gridAt(chosen.like.gridEntry)],
    classes: [...chosen.classes].map(([name, { spectra, mean, squares, examples }]) => ({
      name,
      spectra,
      mean: [...mean],
      sd: spectra < 2 ? null : Array.from(squares, (sum) => Math.sqrt(sum / (spectra - 1))),
      examples,
    })),
  }
}

function add(preparations: Map<string, Preparation>, { values, ...spectrum }: ProcessedSpectrum): void {
  const { origin, recipe, recipeHash, gridEntry, lesionId, pseudonym } = spectrum
  const key = `${origin} ${recipeHash} ${gridEntry}`
  let preparation = preparations.get(key)
  if (!preparation) {
    preparation = { like: { origin, recipe, recipeHash, gridEntry }, cases: 0, classes: new Map() }
    preparations.set(key, preparation)
  }
  preparation.cases++
  const name = spectrum.lesionClass ?? 'none'
  let sums = preparation.classes.get(name)
  if (!sums) {
    const points = values.length
    sums = { spectra: 0, mean: new Float64Array(points), squares: new Float64Array(points), examples: [] }
    preparation.classes.set(name, sums)
  }
  const { mean, squares, examples } = sums
  sums.spectra++
  for (let point = 0; point < values.length; point++) {
    const distance = values[point]! - mean[point]!
    mean[point]! += distance / sums.spectra
    squares[point]! += distance * (values[point]! - mean[point]!)
  }
  if (examples.length < EXAMPLES) examples.push({ lesionId, pseudonym, values: [...values] })
}

function nothingLike(key: string | null): StokesError {
  return new StokesError('usage.invalid', `No case that was chosen has a spectrum prepared as "${key}".`, {
    tip: 'Choose one of the preparations that these cases have.',
  })
}
