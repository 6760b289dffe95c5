import { neverChanged } from './forbid'
import type { Migration } from './migration'

/*
 * What comes along with the archive of a case and belongs to another case log: who signed there, and what was done there. It is only
 * looked at.
 */

export const archives: Migration = {
  name: 'archives',
  sql: `
    -- Tells this case log from any other, whatever its file is called.
    CREATE TABLE logIdentity (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      log TEXT NOT NULL CHECK (length(log) = 16)
    ) STRICT;
    INSERT INTO logIdentity VALUES (1, lower(hex(randomblob(8))));
    ${neverChanged('logIdentity')}

    CREATE TABLE importedSignature (
      entry INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      lesionId TEXT NOT NULL REFERENCES lesion (id),
      log TEXT NOT NULL,
      -- What the archive calls the place where it was given.
      site TEXT NOT NULL CHECK (length(site) BETWEEN 1 AND 80),
      userName TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('clinician', 'technician', 'researcher', 'administrator')),
      meaning TEXT NOT NULL CHECK (meaning IN ('created', 'reviewed', 'approved')),
      -- Of what was signed, and the newest line of the audit at that time, there.
      hash TEXT NOT NULL CHECK (length(hash) = 64),
      auditEntry INTEGER NOT NULL,
      signedAt TEXT NOT NULL,
      -- Null in an archive: nobody has looked yet. Whether the rows that came along give this hash; whether the case was another when it came.
      checked INTEGER CHECK (checked IN (0, 1)),
      changed INTEGER CHECK (changed IN (0, 1)),
      -- Of the case as it came, here, and the newest line of the audit at that time.
      hashHere TEXT CHECK (length(hashHere) = 64),
      auditEntryHere INTEGER,
      importedAt TEXT
    ) STRICT;
    CREATE INDEX importedSignatureByLesion ON importedSignature (lesionId, entry);
    ${neverChanged('importedSignature')}

    -- Lines of another audit that concern the case, with their seals; its chain stayed there.
    CREATE TABLE importedAuditLine (
      entry INTEGER PRIMARY KEY,
      lesionId TEXT NOT NULL REFERENCES lesion (id),
      log TEXT NOT NULL,
      line INTEGER NOT NULL,
      at TEXT NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('found', 'added', 'changed', 'removed')),
      tableName TEXT NOT NULL,
      row ANY NOT NULL,
      old TEXT CHECK (json_valid(old)),
      new TEXT CHECK (json_valid(new)),
      seal BLOB NOT NULL CHECK (length(seal) = 64),
      UNIQUE (lesionId, log, line)
    ) STRICT;
    ${neverChanged('importedAuditLine')}`,
}
