import { neverChanged, refuse } from './forbid'
import type { Migration } from './migration'

/*
 * Light on the skin. What may be emitted is booked before it is, and what was is written after; a booking without an
 * exposure is of a program that died, and counts in full.
 */

const positive = (column: string) => `${column} REAL CHECK (${column} > 0)`

const exposures = `
  CREATE TABLE exposureBooking (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    lesionId TEXT NOT NULL REFERENCES lesion (id),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    serialNumber TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('preview', 'measurement')),
    wavelengthNanometres REAL NOT NULL CHECK (wavelengthNanometres > 0),
    powerMilliwatts REAL NOT NULL CHECK (powerMilliwatts >= 0),
    powerSource TEXT NOT NULL CHECK (powerSource IN ('meter', 'instrument')),
    ${positive('spotMicrometres')},
    boundMs REAL NOT NULL CHECK (boundMs >= 0),
    bookedAt TEXT NOT NULL
  ) STRICT;

  CREATE TABLE exposure (
    bookingId TEXT PRIMARY KEY REFERENCES exposureBooking (id),
    lesionId TEXT NOT NULL REFERENCES lesion (id),
    startedAt TEXT NOT NULL,
    -- 0: the laser did not come to fire.
    durationMs REAL NOT NULL CHECK (durationMs >= 0),
    powerMilliwatts REAL NOT NULL CHECK (powerMilliwatts >= 0),
    -- The program died: the whole booking is taken for emitted, as late as it can have been.
    assumed INTEGER NOT NULL CHECK (assumed IN (0, 1))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX exposureByLesion ON exposure (lesionId, startedAt);
  CREATE TRIGGER exposureIsOfItsLesion BEFORE INSERT ON exposure
    WHEN new.lesionId IS NOT (SELECT lesionId FROM exposureBooking WHERE id = new.bookingId)
    ${refuse('an exposure is of the lesion that it was booked for')}`

const rules = `
  -- The newest is in force.
  CREATE TABLE dosePolicy (
    entry INTEGER PRIMARY KEY,
    operatorId TEXT NOT NULL REFERENCES operator (id),
    fraction REAL NOT NULL CHECK (fraction > 0 AND fraction <= 1),
    ${positive('joulesPerSquareCentimetre')},
    createdAt TEXT NOT NULL
  ) STRICT;

  CREATE TABLE powerReading (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    operatorId TEXT NOT NULL REFERENCES operator (id),
    serialNumber TEXT NOT NULL,
    measuredAt TEXT NOT NULL,
    ${positive('commandedMilliwatts')} NOT NULL,
    ${positive('measuredMilliwatts')} NOT NULL,
    ${positive('spotMicrometres')},
    createdAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX powerReadingByInstrument ON powerReading (serialNumber, measuredAt, entry);`

const record = ['exposureBooking', 'exposure', 'dosePolicy', 'powerReading']

export const exposuresOfLesions: Migration = {
  name: 'exposures',
  sql: [exposures, rules, ...record.map(neverChanged)].join('\n'),
}
