import type { Origin } from '../../contract/frame'
import type { AnswerDifference } from '../../contract/recomputation'
import type {
  ChangedAnswer,
  ReprocessingOutcome,
  ReprocessingVerdict,
  Said,
} from '../../contract/reprocessing'
import { notFound } from '../notFound'
import type { Store } from '../store'

/** Of the probabilities on each side: more cells are smaller than a point on the screen. */
const CELLS = 40
/** Reasons that are told; one that names its measurement is another each time. */
const PROBLEMS = 20

/** One line of what came out. */
export interface ReprocessedLine {
  lesionId: string
  pseudonym: string
  acquisitionId: string
  measuredAt: string
  origin: Origin
  verdict: ReprocessingVerdict
  same: boolean | null
  storedSaid: Said
  said: Said | null
  storedProbability: number | null
  probability: number | null
  storedPass: boolean
  pass: boolean | null
  spectrumDifference: number | null
  modelHash: string | null
  engine: string | null
  gates: string[]
  problem: string | null
}

type LineRow = Omit<ReprocessedLine, 'same' | 'storedPass' | 'pass' | 'gates' | 'problem'> & {
  entry: number
  same: 0 | 1 | null
  storedPass: 0 | 1
  pass: 0 | 1 | null
  gates: string
  problem: string | null
  differences: string
}

const OF_BATCH = 'reprocessingEntry = @batch'

/** Whose answer is another; without a model, whose quality is. */
const CHANGED = `(verdict = 'computed' AND said <> storedSaid OR verdict = 'unasked' AND pass <> storedPass)`

const lines = `
  SELECT again.entry, lesionId, pseudonym, acquisition.id AS acquisitionId, startedAt AS measuredAt, again.origin, verdict, same,
    storedSaid, said, storedProbability, probability, storedPass, pass, spectrumDifference, modelHash, again.engine, gates,
    again.problem ->> 'message' AS problem, differences
  FROM reprocessedResult AS again
  JOIN acquisition ON acquisition.entry = acquisitionEntry
  JOIN lesion ON lesion.id = lesionId
  JOIN person ON person.patientId = lesion.patientId
  JOIN patient ON patient.id = person.id
  WHERE ${OF_BATCH} AND NOT lesion.deleted`

/** What came of a batch, seen together. Reads alone. */
export function reprocessedResults({ connection }: Store) {
  function entryOf(id: string): number {
    const row = connection.get('SELECT entry FROM reprocessing WHERE id = @id', { id })
    if (!row) throw notFound('batch', id)
    return (row as { entry: number }).entry
  }

  return {
    /** Each origin for itself, the one with the most measurements first. */
    outcome(id: string): ReprocessingOutcome[] {
      const batch = entryOf(id)
      const counted = <T>(columns: readonly string[], condition: string) => {
        const places = ['origin', ...columns].map((_, place) => place + 1).join(', ')
        return connection.all(
          `SELECT origin, ${columns.join(', ')}, count(*) AS count FROM reprocessedResult
           WHERE ${OF_BATCH} AND ${condition} GROUP BY ${places} ORDER BY ${places}`,
          { batch },
        ) as (T & { origin: Origin; count: number })[]
      }
      const cell = (column: string) => `min(CAST(${column} * ${CELLS} AS INTEGER), ${CELLS - 1})`

      return connection.snapshot(() => {
        const verdicts = counted<{ verdict: ReprocessingVerdict }>(['verdict'], 'TRUE')
        const same = counted<{ verdict: ReprocessingVerdict }>(['verdict'], 'same = 1')
        const confusion = counted<{ stored: Said; again: Said }>(
          ['storedSaid AS stored', 'said AS again'],
          `verdict = 'computed'`,
        )
        const quality = counted<{ stored: 0 | 1; again: 0 | 1 }>(
          ['storedPass AS stored', 'pass AS again'],
          'pass IS NOT NULL',
        )
        const cells = counted<{ x: number; y: number }>(
          [`${cell('storedProbability')} AS x`, `${cell('probability')} AS y`],
          'storedProbability IS NOT NULL AND probability IS NOT NULL',
        )
        const problems = connection.all(
          `SELECT origin, verdict, min(problem ->> 'message') AS message, count(*) AS count FROM reprocessedResult
           WHERE ${OF_BATCH} AND verdict IN ('refused', 'failed') GROUP BY origin, verdict, problem ->> 'code'
           ORDER BY count DESC LIMIT ${PROBLEMS}`,
          { batch },
        ) as (ReprocessingOutcome['problems'][number] & { origin: Origin })[]
        const greatest = connection.all(
          `SELECT origin, max(abs(probability - storedProbability)) AS change, count(spectrumDifference) AS compared,
             max(spectrumDifference) AS spectrum
           FROM reprocessedResult WHERE ${OF_BATCH} GROUP BY origin`,
          { batch },
        ) as { origin: Origin; change: number | null; compared: number; spectrum: number | null }[]

        const of = <T extends { origin: Origin }>(rows: readonly T[], wanted: Origin) =>
          rows.filter(({ origin }) => origin === wanted).map(({ origin: _origin, ...row }) => row)
        const sum = (rows: readonly { count: number }[]) =>
          rows.reduce((total, { count }) => total + count, 0)
        return greatest
          .map(({ origin, change, compared, spectrum }): ReprocessingOutcome => {
            const own = of(verdicts, origin)
            const number = (wanted: ReprocessingVerdict) =>
              own.find(({ verdict }) => verdict === wanted)?.count ?? 0
            const sameOf = (wanted: ReprocessingVerdict) =>
              of(same, origin).find(({ verdict }) => verdict === wanted)?.count ?? 0
            return {
              origin,
              measurements: sum(own),
              verdicts: {
                computed: number('computed'),
                unasked: number('unasked'),
                refused: number('refused'),
                failed: number('failed'),
              },
              same: sameOf('computed'),
              sameUnasked: sameOf('unasked'),
              confusion: of(confusion, origin),
              quality: of(quality, origin).map(({ stored, again, count }) => ({
                ...{ stored: stored === 1, again: again === 1, count },
              })),
              cells: CELLS,
              probabilities: of(cells, origin).map(({ x, y, count }) => [x, y, count]),
              greatestChange: change,
              spectra: { compared, greatest: spectrum },
              problems: of(problems, origin),
            }
          })
          .sort((a, b) => b.measurements - a.measurements)
      })
    },

    /** Those whose answer changes, after an entry; a deleted case is not among them. */
    changed(id: string, { cursor, limit }: { cursor: number; limit: number }): ChangedAnswer[] {
      const rows = connection.all(
        `${lines} AND again.entry > @cursor AND ${CHANGED} ORDER BY again.entry LIMIT @limit`,
        { batch: entryOf(id), cursor, limit },
      ) as LineRow[]
      return rows.map((row) => ({
        entry: row.entry,
        lesionId: row.lesionId,
        pseudonym: row.pseudonym,
        acquisitionId: row.acquisitionId,
        measuredAt: row.measuredAt,
        origin: row.origin,
        stored: { said: row.storedSaid, probability: row.storedProbability, pass: row.storedPass === 1 },
        again: { said: row.said, probability: row.probability, pass: row.pass === 1 },
        differences: JSON.parse(row.differences) as AnswerDifference[],
      }))
    },

    /** All of it, a line at a time; deleted cases are left out. */
    *lines(id: string): Generator<ReprocessedLine, void> {
      for (const row of connection.iterate(`${lines} ORDER BY again.entry`, { batch: entryOf(id) })) {
        const {
          entry: _entry,
          differences: _differences,
          gates,
          same,
          storedPass,
          pass,
          ...line
        } = row as LineRow
        yield {
          ...line,
          same: same === null ? null : same === 1,
          storedPass: storedPass === 1,
          pass: pass === null ? null : pass === 1,
          gates: JSON.parse(gates) as string[],
        }
      }
    },
  }
}
