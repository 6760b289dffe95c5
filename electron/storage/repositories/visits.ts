import type { CombinedAnswer } from '../../contract/cases'
import type { Visit, VisitNote } from '../../contract/visits'
import { localDay } from '../../shared/localDay'
import { combineSpots, type SpotAnswer } from '../combineSpots'
import { newEntry, type Store } from '../store'
import { firstSpot } from './spots'

export type Visits = ReturnType<typeof visits>

type Measured = SpotAnswer & { id: string; startedAt: string; visitId: string | null; entry: number | null }
interface Pictured {
  id: string
  takenOn: string
  visitId: string | null
}
type Group = Omit<Visit, 'combined' | 'notes'> & { measured: Measured[] }
type Note = Visit['notes'][number] & { visitId: string }

/** The days on which patients were seen. A visit is a patient's, as written: doubles that are merged keep theirs. */
export function visits(store: Store) {
  const { connection, clock } = store
  const today = () => localDay(clock.timestamp())

  function onDay(patientId: string, day: string): string | null {
    const visit = connection.get(
      'SELECT id FROM visit WHERE patientId = @patientId AND day = @day ORDER BY createdAt LIMIT 1',
      { patientId, day },
    ) as { id: string } | undefined
    return visit?.id ?? null
  }

  return {
    /** The visit of that day; begun where it is today. Null on another day that has none. To be called in a transaction. */
    join(patientId: string, operatorId: string, day = today()): string | null {
      const there = onDay(patientId, day)
      if (there !== null || day !== today()) return there
      const visit = { ...newEntry(store), patientId, operatorId, day }
      connection.insert('visit', visit)
      return visit.id
    },

    addNote({ visitId, operatorId, text }: VisitNote): void {
      connection.insert('visitNote', { ...newEntry(store), visitId, operatorId, text })
    },

    /** What was measured and photographed of a lesion, day by day, the newest first. */
    ofLesion(lesionId: string): Visit[] {
      return connection.snapshot(() => {
        const written = connection.all(
          `SELECT visit.id, day, name AS operatorName FROM visit
           JOIN lesion USING (patientId) JOIN operator ON operator.id = operatorId
           WHERE lesion.id = @lesionId ORDER BY day, visit.createdAt`,
          { lesionId },
        ) as Pick<Visit, 'id' | 'day' | 'operatorName'>[]
        const measured = connection.all(
          `SELECT acquisition.id, startedAt, visitId, coalesce(spot, '${firstSpot}') AS spot, max(result.entry) AS entry,
             probability, label, threshold, modelName, modelHash
           FROM acquisition LEFT JOIN result ON result.acquisitionId = acquisition.id
           WHERE lesionId = @lesionId GROUP BY acquisition.entry ORDER BY acquisition.entry DESC`,
          { lesionId },
        ) as Measured[]
        const pictured = connection.all(
          'SELECT id, takenOn, visitId FROM wholePhoto WHERE lesionId = @lesionId ORDER BY entry DESC',
          { lesionId },
        ) as Pictured[]
        const notes = connection.all(
          `SELECT visitNote.id, visitId, text, name AS operatorName FROM visitNote
           JOIN visit ON visit.id = visitId JOIN lesion USING (patientId) JOIN operator ON operator.id = visitNote.operatorId
           WHERE lesion.id = @lesionId ORDER BY visitNote.entry`,
          { lesionId },
        ) as Note[]
        return groupsOf(written, measured, pictured, notes)
      })
    },
  }
}

function groupsOf(
  written: readonly Pick<Visit, 'id' | 'day' | 'operatorName'>[],
  measured: readonly Measured[],
  pictured: readonly Pictured[],
  notes: readonly Note[],
): Visit[] {
  const groups: Group[] = written.map(begin)
  const groupOf = (visitId: string | null, day: string): Group => {
    const there = groups.find((group) => (visitId === null ? group.day === day : group.id === visitId))
    if (there) return there
    const group = begin({ id: null, day, operatorName: null })
    groups.push(group)
    return group
  }
  for (const one of measured) {
    const group = groupOf(one.visitId, localDay(one.startedAt))
    group.acquisitionIds.push(one.id)
    group.measured.push(one)
  }
  for (const { id, visitId, takenOn } of pictured) groupOf(visitId, takenOn).photoIds.push(id)
  return groups
    .filter(({ acquisitionIds, photoIds }) => acquisitionIds.length + photoIds.length > 0)
    .sort((a, b) => b.day.localeCompare(a.day))
    .map(({ measured: ofGroup, ...visit }) => ({
      ...visit,
      notes: notes.filter(({ visitId }) => visitId === visit.id).map(({ visitId: _, ...note }) => note),
      combined: combinedOf(ofGroup),
    }))
}

function begin(visit: Pick<Visit, 'id' | 'day' | 'operatorName'>): Group {
  return { ...visit, acquisitionIds: [], photoIds: [], measured: [] }
}

/** By the newest answer of each spot, as for the whole lesion. */
function combinedOf(measured: readonly Measured[]): CombinedAnswer | null {
  const newestFirst = measured
    .filter(({ entry }) => entry !== null)
    .sort((a, b) => Number(b.entry) - Number(a.entry))
  const ofSpots = newestFirst.filter(
    ({ spot }, i) => newestFirst.findIndex((other) => other.spot === spot) === i,
  )
  return combineSpots(
    ofSpots.map(({ spot, probability, label, threshold, modelName, modelHash }) => ({
      ...{ spot, probability, label, threshold, modelName, modelHash },
    })),
  )
}
