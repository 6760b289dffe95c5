import { neverChanged, refuse } from './forbid'
import type { Migration } from './migration'

/** A day on which a patient was seen, as the calendar had it there. What was measured before this version belongs to none. */
export const visits: Migration = {
  name: 'visits',
  sql: `
    CREATE TABLE visit (
      id TEXT PRIMARY KEY,
      patientId TEXT NOT NULL REFERENCES patient (id),
      operatorId TEXT NOT NULL REFERENCES operator (id),
      day TEXT NOT NULL CHECK (day IS date(day)),
      createdAt TEXT NOT NULL
    ) STRICT;
    CREATE INDEX visitByDay ON visit (patientId, day);
    ${neverChanged('visit')}
    ALTER TABLE acquisition ADD COLUMN visitId TEXT REFERENCES visit (id);
    CREATE TRIGGER acquisitionIsOfAVisitOfItsPatient BEFORE INSERT ON acquisition
      WHEN new.visitId IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM visit JOIN lesion USING (patientId) WHERE visit.id = new.visitId AND lesion.id = new.lesionId)
      ${refuse('an acquisition is of a visit of its patient')}
    CREATE TRIGGER acquisitionKeepsItsVisit BEFORE UPDATE OF visitId ON acquisition
      ${refuse('how an acquisition was started is never changed')}`,
}
