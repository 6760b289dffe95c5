import type { CombinedAnswer, FIRST_SPOT } from '../../contract/cases'
import { combineSpots, type SpotAnswer } from '../combineSpots'
import type { Store } from '../store'

export type Spots = ReturnType<typeof spots>

/** Of a measurement whose spot nobody named. */
export const firstSpot: typeof FIRST_SPOT = 'spot 1'

const spot = `coalesce(acquisition.spot, '${firstSpot}') AS spot`

/** Where on a lesion was measured, and what all of it says together. Reads alone. */
export function spots({ connection }: Store) {
  return {
    /** Of each acquisition of a lesion, by its id. */
    ofLesion(lesionId: string): Map<string, string> {
      const rows = connection.all(`SELECT id, ${spot} FROM acquisition WHERE lesionId = @lesionId`, {
        lesionId,
      })
      return new Map((rows as { id: string; spot: string }[]).map((row) => [row.id, row.spot]))
    },

    /** By the newest answer of each spot, as {@link combineSpots} says; null where no answer counts. */
    combinedOfLesion(lesionId: string): CombinedAnswer | null {
      // The index alone tells which answers are the newest: what is wanted of a row lies behind its whole report.
      const rows = connection.all(
        `WITH newest AS (
           SELECT ${spot}, max(result.entry) AS entry
           FROM acquisition JOIN result ON result.acquisitionId = acquisition.id
           WHERE lesionId = @lesionId GROUP BY 1
         )
         SELECT spot, probability, label, threshold, modelName, modelHash, entry
         FROM newest JOIN result USING (entry) ORDER BY entry DESC`,
        { lesionId },
      ) as (SpotAnswer & { entry: number })[]
      return combineSpots(rows.map(({ entry: _entry, ...answer }) => answer))
    },
  }
}
