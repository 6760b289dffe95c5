import { neverChanged } from './forbid'
import type { Migration } from './migration'

/*
 * What happened to the case log that no other row says: who signed in, what was exported, that it was restored from a backup. Who did it
 * stands in the audit, as of every row. `details` is JSON.
 */

export const events: Migration = {
  name: 'events',
  sql: `
    CREATE TABLE event (
      entry INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      kind TEXT NOT NULL,
      details TEXT NOT NULL CHECK (json_valid(details))
    ) STRICT;
    CREATE INDEX eventByKind ON event (kind, entry);
    ${neverChanged('event')}`,
}
