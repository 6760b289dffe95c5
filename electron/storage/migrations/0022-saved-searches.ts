import { refuse } from './forbid'
import type { Migration } from './migration'

/** Searches that somebody wants to find again; of nobody in particular where nobody is chosen. */
export const savedSearches: Migration = {
  name: 'savedSearches',
  sql: `
    CREATE TABLE savedSearch (
      entry INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      operatorId TEXT REFERENCES operator (id),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      search TEXT NOT NULL CHECK (length(search) <= 200),
      filters TEXT NOT NULL CHECK (json_valid(filters)),
      createdAt TEXT NOT NULL,
      deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))
    ) STRICT;
    CREATE UNIQUE INDEX savedSearchByName ON savedSearch (coalesce(operatorId, ''), name) WHERE NOT deleted;
    CREATE TRIGGER savedSearchKeepsWhatItFinds
      BEFORE UPDATE OF entry, id, operatorId, search, filters, createdAt ON savedSearch
      ${refuse('what a saved search finds is never changed')}
    CREATE TRIGGER savedSearchIsNeverDeleted BEFORE DELETE ON savedSearch
      ${refuse('a saved search is put away, never deleted')}`,
}
