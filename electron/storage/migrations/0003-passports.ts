import { neverChanged, refuse } from './forbid'
import type { Migration } from './migration'

/* Calibration passports, the mean spectra they were computed from, and which was in force when an acquisition was taken. */

const json = (column: string) => `${column} TEXT NOT NULL CHECK (json_valid(${column}))`

const passports = `
  CREATE TABLE passport (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    serialNumber TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('simulated', 'instrument')),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    createdAt TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'refused')),
    expiresAt TEXT CHECK ((expiresAt IS NOT NULL) = (verdict = 'pass')),
    detectorTemperatureCelsius REAL,
    laserTemperatureCelsius REAL,
    ${json('reasons')},
    -- What the trends show, a number or null for each quantity.
    ${json('figures')},
    ${json('findings')} CHECK (findings ->> '$.device.serialNumber' = serialNumber)
      CHECK (findings ->> '$.device.origin' = origin),
    -- What it was held against.
    formerId TEXT REFERENCES passport (id),
    softwareVersion TEXT NOT NULL
  ) STRICT;
  CREATE INDEX passportByInstrument ON passport (serialNumber, origin, entry);
  CREATE TRIGGER passportFollowsOneOfItsInstrument BEFORE INSERT ON passport
    WHEN new.formerId IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM passport
      WHERE id = new.formerId AND serialNumber = new.serialNumber AND origin = new.origin AND verdict = 'pass')
    ${refuse('a passport is held against one that was in force for the same instrument')}

  CREATE TABLE passportSpectrum (
    passportId TEXT NOT NULL REFERENCES passport (id),
    step TEXT NOT NULL,
    intensities BLOB NOT NULL CHECK (length(intensities) % 8 = 0),
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    PRIMARY KEY (passportId, step)
  ) STRICT, WITHOUT ROWID;`

const stamps = `
  CREATE TABLE calibrationStamp (
    acquisitionId TEXT PRIMARY KEY REFERENCES acquisition (id),
    -- Null: the factory's calibration.
    passportId TEXT REFERENCES passport (id),
    ${json('status')} CHECK (status ->> 'passportId' IS passportId)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX calibrationStampByPassport ON calibrationStamp (passportId);
  CREATE TRIGGER calibrationStampIsOfItsInstrument BEFORE INSERT ON calibrationStamp
    WHEN new.passportId IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM passport JOIN acquisition ON acquisition.id = new.acquisitionId
      WHERE passport.id = new.passportId AND verdict = 'pass' AND passport.origin = acquisition.origin
        AND serialNumber = acquisition.device ->> 'serialNumber')
    ${refuse('a measurement carries the passport of its own instrument')}
  CREATE TRIGGER calibrationStampIsWrittenAtTheStart BEFORE INSERT ON calibrationStamp
    WHEN EXISTS (SELECT 1 FROM frame WHERE acquisitionId = new.acquisitionId)
      OR (SELECT status FROM acquisition WHERE id = new.acquisitionId) <> 'running'
    ${refuse('what was in force is stamped before the first frame')}`

const record = ['passport', 'passportSpectrum', 'calibrationStamp']

export const passportsOfInstruments: Migration = {
  name: 'passports',
  sql: [passports, stamps, ...record.map(neverChanged)].join('\n'),
}
