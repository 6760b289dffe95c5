import type { Problem } from '../../contract/errors'
import type { ShadowComparison } from '../../contract/learning'
import type { Store } from '../store'

export interface NewShadowResult {
  acquisitionId: string
  modelHash: string
  /** Null where it said nothing. */
  probability: number | null
  label: 'benign' | 'malignant' | null
  /** Why it said nothing. */
  problem: Problem | null
}

type Case = ShadowComparison['cases'][number]
type Row = Omit<Case, 'problem'> & { problem: string | null }

const SHOWN = 200

/** What a shadow said of live cases, apart from every answer. */
export function shadowResults({ connection, clock }: Store) {
  return {
    /** Once for each acquisition and model: the word that stands is the first one. */
    add({ problem, ...result }: NewShadowResult): void {
      connection.insert('shadowResult', {
        ...result,
        problem: problem && JSON.stringify(problem),
        createdAt: clock.timestamp(),
      })
    },

    /** Beside the first answer that each acquisition was given, and what histopathology found since. */
    compare(modelHash: string): ShadowComparison {
      const rows = connection.all(
        `SELECT shadow.acquisitionId, acquisition.lesionId, shadow.createdAt AS at,
           shadow.probability AS shadowProbability, shadow.label AS shadowLabel, shadow.problem,
           result.probability AS servingProbability, result.label AS servingLabel,
           (SELECT label FROM diagnosis WHERE diagnosis.lesionId = acquisition.lesionId
             AND source = 'histopathology' ORDER BY entry DESC LIMIT 1) AS histopathology
         FROM shadowResult AS shadow
         JOIN acquisition ON acquisition.id = shadow.acquisitionId
         LEFT JOIN result ON result.entry =
           (SELECT min(entry) FROM result WHERE acquisitionId = shadow.acquisitionId)
         WHERE shadow.modelHash = @modelHash ORDER BY shadow.entry DESC`,
        { modelHash },
      ) as Row[]
      const judged = rows.filter(
        ({ shadowLabel, servingLabel }) => shadowLabel !== null && servingLabel !== null,
      )
      const known = judged.filter(({ histopathology }) => histopathology !== null)
      const number = (of: readonly Row[], holds: (row: Row) => boolean) => of.filter(holds).length
      return {
        acquisitions: rows.length,
        judged: judged.length,
        agreed: number(judged, ({ shadowLabel, servingLabel }) => shadowLabel === servingLabel),
        withHistopathology: known.length,
        servingRight: number(known, ({ servingLabel, histopathology }) => servingLabel === histopathology),
        shadowRight: number(known, ({ shadowLabel, histopathology }) => shadowLabel === histopathology),
        cases: rows.slice(0, SHOWN).map(({ problem, ...row }) => ({
          ...row,
          problem: problem === null ? null : (JSON.parse(problem) as Problem),
        })),
      }
    },
  }
}
