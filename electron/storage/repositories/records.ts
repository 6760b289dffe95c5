import type { Lesion, Patient } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import type {
  CaseRecord,
  DeletedCase,
  LesionDeletion,
  LesionRevision,
  PatientMerge,
  PatientMergeUndo,
  PatientRevision,
  RecordEvent,
} from '../../contract/record'
import { fold } from '../searchText'
import { newEntry, type Store } from '../store'
import type { Diagnoses } from './diagnoses'
import type { Lesions } from './lesions'
import type { Operators } from './operators'
import type { Patients } from './patients'

export type Records = ReturnType<typeof records>

interface Parts {
  operators: Operators
  patients: Patients
  lesions: Lesions
  diagnoses: Diagnoses
}

type EventRow = Record<'id' | 'at' | 'operatorName' | 'reason', string> &
  Record<string, string | number | null>

const byOf = (row: string) => `(SELECT name FROM operator WHERE operator.id = ${row}.operatorId)`
const by = '(SELECT name FROM operator WHERE operator.id = operatorId) AS operatorName'

/** Corrections, deletion and merging: each is added, with who said so and why, and undone by another. */
export function records(store: Store, { operators, patients, lesions, diagnoses }: Parts) {
  const { connection } = store

  /** Found by its new words, and by its old ones still. */
  function findBy(words: readonly string[], condition: string, id: string): void {
    connection.run(
      `UPDATE lesionText SET text = text || char(10) || @folded
       WHERE rowid IN (SELECT entry FROM lesion WHERE ${condition})`,
      { folded: words.map(fold).join('\n'), id },
    )
  }

  function setDeleted({ lesionId, operatorId, reason }: LesionDeletion, deleted: 0 | 1): void {
    connection.transaction(() => {
      lesions.get(lesionId)
      operators.get(operatorId)
      const before = connection.get(
        `SELECT deleted, EXISTS (SELECT 1 FROM acquisition WHERE lesionId = @lesionId AND status = 'running') AS running
         FROM lesion WHERE id = @lesionId`,
        { lesionId },
      ) as { deleted: 0 | 1; running: 0 | 1 }
      if (before.deleted === deleted) throw isSo(deleted)
      if (before.running) throw isMeasured()
      connection.insert('lesionDeletion', { ...newEntry(store), lesionId, operatorId, reason, deleted })
    })
  }

  function deletionOf(lesionId: string): CaseRecord['deletion'] {
    const newest = connection.get(
      `SELECT createdAt AS at, ${by}, reason, deleted FROM lesionDeletion
       WHERE lesionId = @lesionId ORDER BY entry DESC LIMIT 1`,
      { lesionId },
    ) as (NonNullable<CaseRecord['deletion']> & { deleted: 0 | 1 }) | undefined
    if (!newest?.deleted) return null
    const { deleted: _deleted, ...deletion } = newest
    return deletion
  }

  return {
    /** @throws StokesError `storage.duplicate` where the pseudonym is another's, `usage.invalid` where nothing changes */
    revisePatient({ patientId, operatorId, reason, facts }: PatientRevision): Patient {
      return connection.transaction(() => {
        const { id: _id, createdAt: _createdAt, ...before } = patients.get(patientId)
        const { yearOfBirth, sex, skinType } = facts
        const after = { pseudonym: facts.pseudonym.normalize(), yearOfBirth, sex, skinType }
        operators.get(operatorId)
        patients.requireFree(after.pseudonym, patientId)
        addRevision('patient', { patientId, operatorId, reason }, before, after)
        findBy(
          [after.pseudonym],
          'patientId IN (SELECT id FROM patient WHERE @id IN (id, mergedInto))',
          patientId,
        )
        return patients.get(patientId)
      })
    },

    /** @throws StokesError `usage.invalid` where nothing changes */
    reviseLesion({ lesionId, operatorId, reason, facts }: LesionRevision): Lesion {
      return connection.transaction(() => {
        const before = factsOf(lesions.get(lesionId))
        operators.get(operatorId)
        const after = factsOf(facts)
        addRevision('lesion', { lesionId, operatorId, reason }, before, after)
        findBy([after.bodySite, after.description], 'id = @id', lesionId)
        return lesions.get(lesionId)
      })
    },

    /** @throws StokesError `usage.invalid` where it is deleted, `acquisition.running` */
    deleteLesion(deletion: LesionDeletion): void {
      setDeleted(deletion, 1)
    },

    /** @throws StokesError `usage.invalid` where it is not deleted */
    restoreLesion(deletion: LesionDeletion): void {
      setDeleted(deletion, 0)
    },

    /** Newest first. */
    deletedCases(): DeletedCase[] {
      const rows = connection.all('SELECT id FROM lesion WHERE deleted = 1 ORDER BY entry DESC') as {
        id: string
      }[]
      return rows.map(({ id }) => {
        const lesion = lesions.get(id)
        return { lesion, patient: patients.person(lesion.patientId), deletion: deletionOf(id)! }
      })
    },

    /**
     * From now on a patient and its double are one person; both stay as they were written.
     * @throws StokesError `usage.invalid` for a patient that others were merged into, or that is merged already
     */
    mergePatient({ patientId, intoId, operatorId, reason }: PatientMerge): Patient {
      return connection.transaction(() => {
        const [double, into] = [patients.get(patientId), patients.get(intoId)]
        operators.get(operatorId)
        const merged = connection.get(
          'SELECT pseudonym FROM patient WHERE mergedInto = @patientId OR id IN (@patientId, @intoId) AND mergedInto IS NOT NULL',
          { patientId, intoId },
        ) as { pseudonym: string } | undefined
        if (patientId === intoId || merged) throw cannotMerge(double, into, merged?.pseudonym)
        connection.insert('patientMerge', { ...newEntry(store), patientId, intoId, operatorId, reason })
        findBy([into.pseudonym], 'patientId = @id', patientId)
        return into
      })
    },

    /** @throws StokesError `usage.invalid` for a patient that is not merged */
    undoMerge({ patientId, operatorId, reason }: PatientMergeUndo): Patient {
      return connection.transaction(() => {
        const patient = patients.get(patientId)
        operators.get(operatorId)
        if (patients.person(patientId).id === patientId) {
          throw new StokesError('usage.invalid', `The patient ${patient.pseudonym} is not merged.`)
        }
        connection.insert('patientMerge', { ...newEntry(store), patientId, intoId: null, operatorId, reason })
        return patient
      })
    },

    /** What became of a case. */
    open(lesionId: string): CaseRecord {
      return connection.snapshot(() => {
        const { id: personId } = patients.person(lesions.get(lesionId).patientId)
        const doubles = connection.all('SELECT id FROM patient WHERE mergedInto = @personId', { personId })
        return {
          lesionId,
          deletion: deletionOf(lesionId),
          doubles: (doubles as { id: string }[]).map(({ id }) => patients.get(id)),
          countingDiagnosisId: diagnoses.countingOfLesion(lesionId)?.id ?? null,
          events: eventsOf(lesionId, personId),
        }
      })
    },
  }

  function addRevision(
    table: 'patient' | 'lesion',
    given: Record<string, string>,
    before: object,
    after: object,
  ): void {
    const changed = Object.entries(after).some(([name, value]) => value !== Reflect.get(before, name))
    if (!changed) {
      throw new StokesError('usage.invalid', `Nothing of the ${table} is changed.`, {
        tip: 'Change something, or leave it as it is.',
      })
    }
    const [old, now] = [JSON.stringify(before), JSON.stringify(after)]
    connection.insert(`${table}Revision`, { ...newEntry(store), ...given, before: old, after: now })
  }

  /** Newest first. */
  function eventsOf(lesionId: string, personId: string): RecordEvent[] {
    const person = 'patientId IN (SELECT id FROM patient WHERE @personId IN (id, mergedInto))'
    const rows = [
      ...revised('patient', person, { personId }),
      ...revised('lesion', 'lesionId = @lesionId', { lesionId }),
      ...connection.all(
        `SELECT id, createdAt AS at, ${by}, reason, iif(deleted, 'deleted', 'restored') AS kind
         FROM lesionDeletion WHERE lesionId = @lesionId`,
        { lesionId },
      ),
      ...connection.all(
        `SELECT id, createdAt AS at, ${by}, note AS reason, 'photoAdded' AS kind, kind AS photo, takenOn
         FROM wholePhoto WHERE lesionId = @lesionId
         UNION ALL
         SELECT removal.id, removal.createdAt, ${byOf('removal')}, reason, iif(deleted, 'photoRemoved', 'photoRestored'),
           photo.kind, takenOn
         FROM photoDeletion AS removal JOIN photo ON photo.id = photoId WHERE photo.lesionId = @lesionId`,
        { lesionId },
      ),
      ...connection.all(
        `SELECT id, createdAt AS at, ${by}, reason, iif(intoId IS NULL, 'mergeUndone', 'merged') AS kind, patientId,
           (SELECT pseudonym FROM patient WHERE patient.id = patientId) AS pseudonym,
           (SELECT pseudonym FROM patient WHERE patient.id = intoId) AS "into"
         FROM patientMerge WHERE ${person} OR intoId = @personId`,
        { personId },
      ),
    ] as RecordEvent[]
    return rows.sort((a, b) => b.at.localeCompare(a.at))
  }

  function revised(
    table: 'patient' | 'lesion',
    condition: string,
    values: Record<string, string>,
  ): RecordEvent[] {
    const rows = connection.all(
      `SELECT id, createdAt AS at, ${by}, reason, '${table}Revised' AS kind, before, after
       FROM ${table}Revision WHERE ${condition}`,
      values,
    ) as EventRow[]
    return rows.map((row) => {
      const [before, after] = [row.before, row.after].map((facts): unknown => JSON.parse(facts as string))
      return { ...row, before, after } as unknown as RecordEvent
    })
  }
}

/** Of a lesion what can be said otherwise. */
function factsOf(lesion: LesionRevision['facts']): LesionRevision['facts'] {
  const { bodySite, description, region, laterality, suspicion } = lesion
  const { lengthMillimetres, widthMillimetres, heightMillimetres } = lesion
  return {
    bodySite,
    description,
    region,
    laterality,
    suspicion,
    lengthMillimetres,
    widthMillimetres,
    heightMillimetres,
  }
}

function isSo(deleted: 0 | 1): StokesError {
  return new StokesError('usage.invalid', `The case is ${deleted ? 'deleted already' : 'not deleted'}.`, {
    tip: 'Look at the case again: somebody else was faster.',
  })
}

function isMeasured(): StokesError {
  return new StokesError('acquisition.running', 'The lesion is being measured.', {
    tip: 'Wait until the measurement has finished, or cancel it.',
  })
}

function cannotMerge(double: Patient, into: Patient, merged: string | undefined): StokesError {
  const why = merged ? `${merged} is merged already.` : 'That is one and the same.'
  return new StokesError(
    'usage.invalid',
    `${double.pseudonym} cannot be merged into ${into.pseudonym}: ${why}`,
    {
      tip: 'Undo the earlier merge first, or merge the other way round.',
    },
  )
}
