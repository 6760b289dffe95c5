import type { CaseDetail, NewNote, Note } from '../../contract/cases'
import { fold } from '../searchText'
import { newEntry, type Store } from '../store'
import type { Lesions } from './lesions'
import type { Operators } from './operators'

export type Notes = ReturnType<typeof notes>

/** What was remarked, by whom; added to, never changed. */
export function notes(store: Store, { lesions, operators }: { lesions: Lesions; operators: Operators }) {
  const { connection } = store
  return {
    /** Newest first. */
    ofLesion(lesionId: string): CaseDetail['notes'] {
      return connection.all(
        `SELECT id, lesionId, operatorId, text, createdAt,
           (SELECT name FROM operator WHERE id = operatorId) AS operatorName
         FROM note WHERE lesionId = @lesionId ORDER BY entry DESC`,
        { lesionId },
      ) as CaseDetail['notes']
    },

    add({ lesionId, operatorId, text }: NewNote): Note {
      const note: Note = { ...newEntry(store), lesionId, operatorId, text }
      return connection.transaction(() => {
        lesions.get(lesionId)
        lesions.requireInSight(lesionId)
        operators.get(operatorId)
        connection.insert('note', note)
        connection.run(
          `UPDATE lesionText SET text = text || char(10) || @folded
           WHERE rowid = (SELECT entry FROM lesion WHERE id = @lesionId)`,
          { folded: fold(text), lesionId },
        )
        return note
      })
    },
  }
}
