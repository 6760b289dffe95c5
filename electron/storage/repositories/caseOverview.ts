import type { LesionLabel } from '../../contract/answer'
import type { Lesion, LesionClass } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import type { Origin } from '../../contract/frame'
import type { CaseSelection, Comparable, ComparedClass, ComparisonOfCases } from '../../contract/overview'
import { caseCondition } from '../caseCondition'
import type { Store } from '../store'
import type { Axes } from './axes'

/** More take longer than anybody waits for: some 200 MB are read for them. */
const MOST_COMPARED = 20_000
/** Of each class: more lines on one chart cannot be told apart. */
const EXAMPLES = 12

/** Cases with a prediction and a histopathology, counted by all that they are looked at by. */
export interface JudgedCount {
  origin: Origin
  bodySite: Lesion['bodySite']
  skinType: number | null
  /** Of the diagnosis: 2026-11. */
  month: string
  found: LesionLabel
  said: LesionLabel
  count: number
}

export interface WeekCount {
  origin: Origin
  /** Its Monday, UTC. */
  week: string
  measurements: number
  cases: number
}

type ComparableRow = Pick<Comparable, 'origin' | 'recipe' | 'recipeHash' | 'cases'> & { gridEntry: number }

interface SpectrumRow {
  lesionId: string
  pseudonym: string
  lesionClass: LesionClass | null
  processed: Uint8Array
}

/** Many cases at once, seen together. Reads alone, and may take a second over many. */
export function caseOverview({ connection }: Store, { axes }: { axes: Axes }) {
  const chosenBy = ({ search, filters }: CaseSelection) => {
    const { sql, values } = caseCondition(search, filters)
    return { chosen: `SELECT * FROM caseFacts WHERE ${sql}`, values }
  }
  // A case is its newest processed spectrum, by whichever measurement.
  const newestOf = (chosen: string) =>
    `SELECT chosen.entry, chosen.lesionClass, chosen.lastChangedAt, lesion.id AS lesionId, lesion.patientId,
       (SELECT max(result.entry) FROM acquisition JOIN result ON result.acquisitionId = acquisition.id
        WHERE acquisition.lesionId = lesion.id AND processed IS NOT NULL) AS resultEntry
     FROM (${chosen}) AS chosen JOIN lesion ON lesion.entry = chosen.entry`

  return {
    casesOf(selection: CaseSelection): { origin: Origin; cases: number }[] {
      const { chosen, values } = chosenBy(selection)
      return connection.all(
        `SELECT origin, count(*) AS cases FROM (${chosen}) GROUP BY origin ORDER BY cases DESC, origin`,
        values,
      ) as { origin: Origin; cases: number }[]
    },

    /** In their order; a week without measurements is not there. */
    weeks(selection: CaseSelection): WeekCount[] {
      const { chosen, values } = chosenBy(selection)
      return connection.all(
        `SELECT acquisition.origin, date(startedAt, '-6 days', 'weekday 1') AS week,
           count(*) AS measurements, count(DISTINCT lesionId) AS cases
         FROM (${chosen}) AS chosen
         JOIN lesion ON lesion.entry = chosen.entry
         JOIN acquisition ON acquisition.lesionId = lesion.id
         GROUP BY acquisition.origin, week ORDER BY week`,
        values,
      ) as WeekCount[]
    },

    judged(selection: CaseSelection): JudgedCount[] {
      const { chosen, values } = chosenBy(selection)
      return connection.all(
        `SELECT chosen.origin, chosen.bodySite, chosen.skinType, substr(diagnosis.spokenOn, 1, 7) AS month,
           diagnosis.label AS found, chosen.answer AS said, count(*) AS count
         FROM (${chosen}) AS chosen
         JOIN lesion ON lesion.entry = chosen.entry
         JOIN standingDiagnosis AS diagnosis ON diagnosis.entry = (
           SELECT entry FROM standingDiagnosis WHERE lesionId = lesion.id AND source = 'histopathology'
           ORDER BY spokenOn DESC, entry DESC LIMIT 1)
         WHERE chosen.answer IN ('benign', 'malignant')
         GROUP BY 1, 2, 3, 4, 5, 6`,
        values,
      ) as JudgedCount[]
    },

    /**
     * Mean and standard deviation of each class over all spectra that were prepared alike.
     * @param key which preparation; the most frequent where it is null
     * @throws StokesError `usage.invalid` for a key that no case has
     */
    compare(selection: CaseSelection, key: string | null): ComparisonOfCases {
      const { chosen: every, values } = chosenBy(selection)
      const chosen = `${every} ORDER BY lastChangedAt DESC, entry DESC LIMIT ${MOST_COMPARED}`
      return connection.snapshot(() => {
        const { count } = connection.get(`SELECT count(*) AS count FROM (${every})`, values) as {
          count: number
        }
        const leftOut = Math.max(0, count - MOST_COMPARED)
        const rows = connection.all(
          `SELECT result.origin, recipeName AS recipe, recipeHash, gridEntry, count(*) AS cases
           FROM (${newestOf(chosen)}) JOIN result ON result.entry = resultEntry
           GROUP BY result.origin, recipeHash, gridEntry ORDER BY cases DESC, max(result.entry) DESC`,
          values,
        ) as ComparableRow[]
        const comparable = rows.map(({ gridEntry, ...row }): Comparable => {
          const grid = axes.get(gridEntry)
          const ends = { from: grid[0] ?? 0, to: grid.at(-1) ?? 0, points: grid.length }
          return { ...row, ...ends, key: `${row.origin} ${row.recipeHash} ${gridEntry}` }
        })
        const place = key === null ? 0 : comparable.findIndex((each) => each.key === key)
        if (place < 0) throw nothingLike(key)
        const [shown, row] = [comparable[place], rows[place]]
        if (!shown || !row) return { comparable, shown: null, grid: [], classes: [], leftOut }
        const { origin, recipeHash, gridEntry } = row
        const spectra = connection.iterate(
          `SELECT lesionId, pseudonym, lesionClass, processed
           FROM (${newestOf(chosen)} ) AS newest
           JOIN result ON result.entry = resultEntry
           JOIN patient ON patient.id = newest.patientId
           WHERE result.origin = @origin0 AND recipeHash = @recipeHash0 AND gridEntry = @gridEntry0
           ORDER BY lastChangedAt DESC, newest.entry DESC`,
          { ...values, origin0: origin, recipeHash0: recipeHash, gridEntry0: gridEntry },
        ) as Iterable<SpectrumRow>
        return {
          comparable,
          shown,
          grid: [...axes.get(gridEntry)],
          classes: classesOf(spectra, shown.points),
          leftOut,
        }
      })
    },
  }
}

interface Sums {
  spectra: number
  mean: Float64Array
  /** Sum of the squared distances from the mean. */
  squares: Float64Array
  examples: ComparedClass['examples']
}

/** One pass, a spectrum at a time (Welford, 10.1080/00401706.1962.10490022). */
function classesOf(rows: Iterable<SpectrumRow>, points: number): ComparedClass[] {
  const classes = new Map<ComparedClass['name'], Sums>()
  for (const { lesionId, pseudonym, lesionClass, processed } of rows) {
    const name = lesionClass ?? 'none'
    let sums = classes.get(name)
    if (!sums) {
      sums = { spectra: 0, mean: new Float64Array(points), squares: new Float64Array(points), examples: [] }
      classes.set(name, sums)
    }
    const values = new Float64Array(new Uint8Array(processed).buffer)
    sums.spectra++
    for (let point = 0; point < points; point++) {
      const distance = values[point]! - sums.mean[point]!
      sums.mean[point]! += distance / sums.spectra
      sums.squares[point]! += distance * (values[point]! - sums.mean[point]!)
    }
    if (sums.examples.length < EXAMPLES) sums.examples.push({ lesionId, pseudonym, values: [...values] })
  }
  return [...classes].map(([name, { spectra, mean, squares, examples }]) => ({
    name,
    spectra,
    mean: [...mean],
    sd: spectra < 2 ? null : Array.from(squares, (sum) => Math.sqrt(sum / (spectra - 1))),
    examples,
  }))
}

function nothingLike(key: string | null): StokesError {
  return new StokesError('usage.invalid', `No case that was chosen has a spectrum prepared as "${key}".`, {
    tip: 'Choose one of the preparations that these cases have.',
  })
}
