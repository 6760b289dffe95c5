import { refuse } from './forbid'
import type { Migration } from './migration'

/*
 * Accounts, and signatures of cases. A secret is kept as what scrypt makes of it, in bytes, so that the audit holds a hash of it
 * alone. `failures` and `blockedUntil` are stored: a restart forgives nobody.
 */

const role = `role TEXT NOT NULL CHECK (role IN ('clinician', 'technician', 'researcher', 'administrator'))`

export const accounts: Migration = {
  name: 'accounts',
  sql: `
    CREATE TABLE account (
      entry INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      operatorId TEXT NOT NULL UNIQUE REFERENCES operator (id),
      ${role},
      active INTEGER NOT NULL CHECK (active IN (0, 1)),
      secret BLOB NOT NULL,
      failures INTEGER NOT NULL CHECK (failures >= 0),
      blockedUntil TEXT,
      createdAt TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER accountIsNeverDeleted BEFORE DELETE ON account ${refuse('an account is never deleted')}
    CREATE TRIGGER accountKeepsItsUser BEFORE UPDATE OF entry, id, operatorId, createdAt ON account
      ${refuse('whose an account is is never changed')}
    CREATE TRIGGER oneAdministratorStays BEFORE UPDATE OF role, active ON account
      WHEN old.role = 'administrator' AND old.active AND NOT (new.role = 'administrator' AND new.active)
        AND NOT EXISTS (SELECT 1 FROM account WHERE id <> old.id AND role = 'administrator' AND active)
      ${refuse('the last administrator stays one')}

    -- The newest is in force.
    CREATE TABLE lockPolicy (
      entry INTEGER PRIMARY KEY,
      minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 240),
      createdAt TEXT NOT NULL
    ) STRICT;

    CREATE TABLE signature (
      entry INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      lesionId TEXT NOT NULL REFERENCES lesion (id),
      accountId TEXT NOT NULL REFERENCES account (id),
      operatorId TEXT NOT NULL REFERENCES operator (id),
      ${role},
      meaning TEXT NOT NULL CHECK (meaning IN ('created', 'reviewed', 'approved')),
      -- Of what was signed, and the newest line of the audit at that time.
      hash TEXT NOT NULL CHECK (length(hash) = 64),
      auditEntry INTEGER NOT NULL,
      signedAt TEXT NOT NULL
    ) STRICT;
    CREATE INDEX signatureByLesion ON signature (lesionId, entry);
    CREATE TRIGGER signatureIsNeverChanged BEFORE UPDATE ON signature ${refuse('a stored signature is never changed')}
    CREATE TRIGGER signatureIsNeverDeleted BEFORE DELETE ON signature ${refuse('a stored signature is never deleted')}`,
}
