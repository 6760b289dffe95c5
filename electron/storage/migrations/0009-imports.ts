import { neverChanged } from './forbid'
import type { Migration } from './migration'

/* Which acquisitions came out of files that somebody brought, and which files those were. */

const files = `
  CREATE TABLE importedFile (
    id TEXT PRIMARY KEY,
    -- Of all its bytes: the same file is not imported twice.
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    -- What else it says, by the names that it uses.
    properties TEXT NOT NULL CHECK (json_valid(properties)),
    lesionId TEXT NOT NULL REFERENCES lesion (id),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    importedAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX importedFileByLesion ON importedFile (lesionId);

  CREATE TABLE importedSpectrum (
    acquisitionId TEXT PRIMARY KEY REFERENCES acquisition (id),
    fileId TEXT NOT NULL REFERENCES importedFile (id),
    -- Counted from 0.
    place INTEGER NOT NULL CHECK (place >= 0),
    name TEXT NOT NULL,
    -- As the file says it; null where it does not.
    measuredAt TEXT,
    integrationTimeMs REAL,
    UNIQUE (fileId, place)
  ) STRICT, WITHOUT ROWID;`

export const importedFiles: Migration = {
  name: 'imports',
  sql: [files, neverChanged('importedFile'), neverChanged('importedSpectrum')].join('\n'),
}
