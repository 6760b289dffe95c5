import { neverChanged, refuse } from './forbid'
import type { Migration } from './migration'

/** Whoever deletes the case of a file may bring the file again: one case of it is in sight. */
export const importsAgain: Migration = {
  name: 'importsAgain',
  sql: `
    CREATE TABLE importedFileAnew (
      id TEXT PRIMARY KEY,
      -- Of all its bytes.
      sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
      name TEXT NOT NULL,
      format TEXT NOT NULL,
      -- What else it says, by the names that it uses.
      properties TEXT NOT NULL CHECK (json_valid(properties)),
      lesionId TEXT NOT NULL REFERENCES lesion (id),
      operatorId TEXT NOT NULL REFERENCES operator (id),
      importedAt TEXT NOT NULL
    ) STRICT;
    -- The audit has its rows by their numbers.
    INSERT INTO importedFileAnew (rowid, id, sha256, name, format, properties, lesionId, operatorId, importedAt)
      SELECT rowid, id, sha256, name, format, properties, lesionId, operatorId, importedAt FROM importedFile;
    DROP TABLE importedFile;
    ALTER TABLE importedFileAnew RENAME TO importedFile;
    CREATE INDEX importedFileByLesion ON importedFile (lesionId);
    CREATE INDEX importedFileByContent ON importedFile (sha256);
    ${neverChanged('importedFile')}
    CREATE TRIGGER importedFileIsInSightOnce BEFORE INSERT ON importedFile
      WHEN EXISTS (
        SELECT 1 FROM importedFile JOIN lesion ON lesion.id = lesionId WHERE sha256 = new.sha256 AND NOT deleted)
      ${refuse('this file was imported already')}`,
}
