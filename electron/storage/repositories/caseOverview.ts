import type { LesionLabel } from '../../contract/answer'
import type { Lesion, LesionClass } from '../../contract/cases'
import type { Origin } from '../../contract/frame'
import type { CaseSelection } from '../../contract/overview'
import { caseCondition } from '../caseCondition'
import type { Store } from '../store'
import type { Axes } from './axes'

/** Cases with a prediction and a histopathology, counted by all that they are looked at by. */
export interface JudgedCount {
  origin: Origin
  bodySite: Lesion['bodySite']
  skinType: number | null
  /** Of the diagnosis: 2026-11. */
  month: string
  /** The beginning of the hash of the model that predicted. */
  model: string
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

/** The newest processed spectrum of a case, and how it was prepared. */
export interface ProcessedSpectrum {
  lesionId: string
  pseudonym: string
  /** Null without a diagnosis. */
  lesionClass: LesionClass | null
  origin: Origin
  recipe: string
  recipeHash: string
  gridEntry: number
  values: Float64Array
}

type SpectrumRow = Omit<ProcessedSpectrum, 'values'> & { processed: Uint8Array }

const given = 'SELECT value AS entry FROM json_each(@entries)'

/** Many cases at once, seen together: which they are at one moment, and then what belongs to some of them. Reads alone. */
export function caseOverview({ connection }: Store, { axes }: { axes: Axes }) {
  const factsOf = ({ search, filters }: CaseSelection) => {
    const { sql, values } = caseCondition(search, filters)
    return { facts: `FROM caseFacts WHERE ${sql}`, values }
  }

  return {
    /** Their entries, those first that changed last. */
    entriesOf(selection: CaseSelection): number[] {
      const { facts, values } = factsOf(selection)
      const rows = connection.all(`SELECT entry ${facts} ORDER BY lastChangedAt DESC, entry DESC`, values)
      return (rows as { entry: number }[]).map(({ entry }) => entry)
    },

    /** In the order of the ids; what is deleted or unknown is left out. */
    entriesOfLesions(lesionIds: readonly string[]): number[] {
      const rows = connection.all(
        `SELECT lesion.entry FROM json_each(@ids) AS picked
         JOIN lesion ON lesion.id = picked.value JOIN caseFacts ON caseFacts.entry = lesion.entry
         ORDER BY picked.key`,
        { ids: JSON.stringify(lesionIds) },
      )
      return (rows as { entry: number }[]).map(({ entry }) => entry)
    },

    casesOf(selection: CaseSelection): { origin: Origin; cases: number }[] {
      const { facts, values } = factsOf(selection)
      return connection.all(
        `SELECT origin, count(*) AS cases ${facts} GROUP BY origin ORDER BY cases DESC, origin`,
        values,
      ) as { origin: Origin; cases: number }[]
    },

    judged(selection: CaseSelection): JudgedCount[] {
      const { facts, values } = factsOf(selection)
      return connection.all(
        `SELECT origin, bodySite, skinType, foundIn AS month, model, found, answer AS said, count(*) AS count
         ${facts} AND found IS NOT NULL AND answer IN ('benign', 'malignant')
         GROUP BY 1, 2, 3, 4, 5, 6, 7`,
        values,
      ) as JudgedCount[]
    },

    /** The whole hash and the name of each model whose answers count in any case, by the beginning of its hash. */
    models(): Map<string, { hash: string; name: string }> {
      const rows = connection.all(
        `SELECT model, modelHash AS hash, modelName AS name
         FROM (SELECT model, max(answerEntry) AS answerEntry FROM caseFacts WHERE model IS NOT NULL GROUP BY model)
         JOIN result ON result.entry = answerEntry`,
      ) as { model: string; hash: string; name: string }[]
      return new Map(rows.map(({ model, ...named }) => [model, named]))
    },

    /** Of some cases, in their order; a week without measurements is not there. */
    weeksOf(entries: readonly number[]): WeekCount[] {
      return connection.all(
        `SELECT lesion.origin, date(startedAt, '-6 days', 'weekday 1') AS week,
           count(*) AS measurements, count(DISTINCT lesion.entry) AS cases
         FROM (${given}) AS chosen
         JOIN lesion ON lesion.entry = chosen.entry
         JOIN acquisition INDEXED BY acquisitionByLesionAndTime ON acquisition.lesionId = lesion.id
         GROUP BY lesion.origin, week ORDER BY week`,
        { entries: JSON.stringify(entries) },
      ) as WeekCount[]
    },

    /** Of those of these cases that have one, by whichever measurement; in the order of `entries`. */
    *spectraOf(entries: readonly number[]): Generator<ProcessedSpectrum, void> {
      const rows = connection.iterate(
        `SELECT lesion.id AS lesionId, pseudonym, lesionClass, result.origin, gridEntry,
           recipeName AS recipe, recipeHash, processed
         FROM json_each(@entries) AS chosen
         JOIN caseFacts ON caseFacts.entry = chosen.value
         JOIN lesion ON lesion.entry = caseFacts.entry
         JOIN person ON person.patientId = lesion.patientId
         JOIN patient ON patient.id = person.id
         JOIN result ON result.entry = (
           SELECT max(result.entry) FROM acquisition JOIN result ON result.acquisitionId = acquisition.id
           WHERE acquisition.lesionId = lesion.id AND processed IS NOT NULL)
         ORDER BY chosen.key`,
        { entries: JSON.stringify(entries) },
      ) as Iterable<SpectrumRow>
      // A copy: the column may begin anywhere, and numbers do not.
      for (const { processed, ...row } of rows) {
        yield { ...row, values: new Float64Array(new Uint8Array(processed).buffer) }
      }
    },

    /** Wavenumbers, cm-1. */
    gridAt(entry: number): Float64Array {
      return axes.get(entry)
    },
  }
}
