import { neverChanged } from './forbid'
import type { Migration } from './migration'

/** What is said of a visit; of a lesion, notes say it. */
export const notesOfVisits: Migration = {
  name: 'visitNotes',
  sql: `
    CREATE TABLE visitNote (
      entry INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      visitId TEXT NOT NULL REFERENCES visit (id),
      operatorId TEXT NOT NULL REFERENCES operator (id),
      text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
      createdAt TEXT NOT NULL
    ) STRICT;
    CREATE INDEX visitNoteByVisit ON visitNote (visitId, entry);
    ${neverChanged('visitNote')}`,
}
