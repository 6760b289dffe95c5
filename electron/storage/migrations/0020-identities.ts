import { neverChanged, refuse } from './forbid'
import type { Migration } from './migration'

/*
 * Who a patient is, sealed row by row with a key of its own (electron/storage/keys/identityCipher.ts), and who wrote it, looked at it or erased
 * it. It is the one thing that leaves the file when somebody wants it gone. No other table refers to it, so that it goes nowhere with a case.
 */
export const identities: Migration = {
  name: 'identities',
  sql: `
    CREATE TABLE patientIdentity (
      patientId TEXT PRIMARY KEY REFERENCES patient (id),
      sealed BLOB NOT NULL,
      -- Of the key that it is sealed with.
      keyName TEXT NOT NULL,
      writtenAt TEXT NOT NULL
    ) STRICT;
    CREATE TABLE identityAct (
      entry INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      patientId TEXT NOT NULL REFERENCES patient (id),
      operatorId TEXT NOT NULL REFERENCES operator (id),
      act TEXT NOT NULL CHECK (act IN ('written', 'read', 'erased')),
      reason TEXT CHECK (length(reason) BETWEEN 1 AND 1000),
      createdAt TEXT NOT NULL,
      CHECK ((act = 'erased') = (reason IS NOT NULL))
    ) STRICT;
    CREATE INDEX identityActByPatient ON identityAct (patientId, entry);
    ${neverChanged('identityAct')}
    CREATE TRIGGER patientIdentityIsErasedWithAReason BEFORE DELETE ON patientIdentity
      WHEN (SELECT act FROM identityAct WHERE patientId = old.patientId ORDER BY entry DESC LIMIT 1) IS NOT 'erased'
      ${refuse('an identity is erased with a reason alone')}`,
}
