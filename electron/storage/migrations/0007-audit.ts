import { refuse } from './forbid'
import type { Migration } from './migration'

/*
 * Who added, changed or removed what (electron/storage/audit). `row` is the rowid, or the primary key as JSON where there is none;
 * `old` and `new` are the columns that changed; `seal` is the SHA-256 of the row as it is now (as it was, where it was removed)
 * and the one that chains this line to the one before it.
 */

export const audit: Migration = {
  name: 'audit',
  sql: `
    CREATE TABLE audit (
      entry INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('found', 'added', 'changed', 'removed')),
      tableName TEXT NOT NULL,
      row ANY NOT NULL,
      old TEXT CHECK (json_valid(old)),
      new TEXT CHECK (json_valid(new)),
      seal BLOB NOT NULL CHECK (length(seal) = 64)
    ) STRICT;
    CREATE INDEX auditByRow ON audit (tableName, row, entry);
    CREATE TRIGGER auditIsNeverChanged BEFORE UPDATE ON audit ${refuse('the audit is never changed')}
    CREATE TRIGGER auditIsNeverDeleted BEFORE DELETE ON audit ${refuse('the audit is never deleted')}

    -- The newest line, signed where the case log has a key.
    CREATE TABLE auditHead (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      entry INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      keyName TEXT,
      signature BLOB CHECK (length(signature) = 64),
      CHECK ((keyName IS NULL) = (signature IS NULL))
    ) STRICT;`,
}
