import type { Migration } from './migration'

/*
 * What cases are listed and filtered by, one narrow row each: derived from the record by the view `caseFactsNow`, kept by triggers, and
 * therefore no part of the record. The index holds all of it in the order of the list, so that no filter reads anything else.
 */

const facts = `
  CREATE VIEW caseFactsNow AS
    SELECT lesion.entry, lesion.lastChangedAt, lesion.bodySite, patient.skinType, lesion.origin,
      (SELECT lesionClass FROM diagnosis WHERE lesionId = lesion.id
       ORDER BY source = 'histopathology' DESC, entry DESC LIMIT 1) AS lesionClass,
      coalesce(answer.label, answer.withheld) AS answer, answer.modelHash
    FROM lesion
    JOIN patient ON patient.id = lesion.patientId
    LEFT JOIN result AS answer ON answer.entry = (
      SELECT max(result.entry) FROM acquisition JOIN result ON result.acquisitionId = acquisition.id
      WHERE acquisition.lesionId = lesion.id);

  CREATE TABLE caseFacts (
    entry INTEGER PRIMARY KEY,
    lastChangedAt TEXT NOT NULL,
    bodySite TEXT NOT NULL,
    skinType INTEGER,
    origin TEXT NOT NULL,
    -- What counts: histopathology over the clinic, later over earlier.
    lesionClass TEXT,
    -- Of the newest result: benign, malignant, or why there is no answer.
    answer TEXT,
    modelHash TEXT
  ) STRICT;
  CREATE INDEX caseFactsInOrder
    ON caseFacts (lastChangedAt, entry, bodySite, skinType, origin, lesionClass, answer, modelHash);
  INSERT INTO caseFacts SELECT * FROM caseFactsNow;`

const renew = (lesion: string) =>
  `BEGIN INSERT OR REPLACE INTO caseFacts SELECT * FROM caseFactsNow WHERE entry = ${lesion}; END;`
const entryOf = (id: string) => `(SELECT entry FROM lesion WHERE id = ${id})`

const upkeep = `
  CREATE TRIGGER lesionHasItsFacts AFTER INSERT ON lesion ${renew('new.entry')}
  CREATE TRIGGER lesionChangesItsFacts AFTER UPDATE ON lesion ${renew('new.entry')}
  CREATE TRIGGER diagnosisChangesTheFacts AFTER INSERT ON diagnosis ${renew(entryOf('new.lesionId'))}
  CREATE TRIGGER resultChangesTheFacts AFTER INSERT ON result
    ${renew(entryOf('(SELECT lesionId FROM acquisition WHERE id = new.acquisitionId)'))}`

export const factsOfCases: Migration = { name: 'caseFacts', sql: facts + upkeep }
