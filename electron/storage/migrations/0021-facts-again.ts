import type { Migration } from './migration'

/*
 * What cases are listed by, narrower and with more of it. The answer is the one that counts for all spots of a lesion, as combineSpots.ts
 * says: of the newest result of each spot the highest probability, of the model of the newest that was given; where none was given, the
 * newest result says why. Of the hash of a model its beginning tells it from all others, and a row in the index is half as long.
 */

const newestOfSpots = `
  SELECT max(result.entry) AS entry, probability, modelHash
  FROM acquisition JOIN result ON result.acquisitionId = acquisition.id
  WHERE acquisition.lesionId = lesion.id GROUP BY coalesce(acquisition.spot, 'spot 1')`

const answerThatCounts = `
  SELECT entry FROM (
    SELECT entry, probability, modelHash, first_value(modelHash) OVER (ORDER BY entry DESC) AS newestModel
    FROM (${newestOfSpots}) WHERE probability IS NOT NULL)
  WHERE modelHash = newestModel ORDER BY probability DESC, entry DESC LIMIT 1`

const newestResult = `
  SELECT max(result.entry) FROM acquisition JOIN result ON result.acquisitionId = acquisition.id
  WHERE acquisition.lesionId = lesion.id`

export const factsAgain: Migration = {
  name: 'factsAgain',
  sql: `
    DROP VIEW caseFactsNow;
    DROP TABLE caseFacts;
    CREATE VIEW caseFactsNow AS
      SELECT lesion.entry, lesion.lastChangedAt, lesion.bodySite, patient.skinType, lesion.origin,
        (SELECT lesionClass FROM standingDiagnosis WHERE lesionId = lesion.id
         ORDER BY source = 'histopathology' DESC, spokenOn DESC, entry DESC LIMIT 1) AS lesionClass,
        coalesce(answer.label, answer.withheld) AS answer, substr(answer.modelHash, 1, 12) AS model,
        answer.entry AS answerEntry, histology.label AS found, substr(histology.spokenOn, 1, 7) AS foundIn
      FROM lesion
      JOIN person ON person.patientId = lesion.patientId
      JOIN patient ON patient.id = person.id
      LEFT JOIN result AS answer ON answer.entry = coalesce((${answerThatCounts}), (${newestResult}))
      LEFT JOIN standingDiagnosis AS histology ON histology.entry = (
        SELECT entry FROM standingDiagnosis WHERE lesionId = lesion.id AND source = 'histopathology'
        ORDER BY spokenOn DESC, entry DESC LIMIT 1)
      WHERE NOT lesion.deleted;

    CREATE TABLE caseFacts (
      entry INTEGER PRIMARY KEY,
      lastChangedAt TEXT NOT NULL,
      bodySite TEXT NOT NULL,
      skinType INTEGER,
      origin TEXT NOT NULL,
      -- What counts: histopathology over the clinic, later over earlier.
      lesionClass TEXT,
      -- benign, malignant, or why there is no answer.
      answer TEXT,
      model TEXT,
      answerEntry INTEGER,
      -- What histopathology says, and in which month.
      found TEXT,
      foundIn TEXT
    ) STRICT;
    CREATE INDEX caseFactsInOrder
      ON caseFacts (lastChangedAt, entry, bodySite, skinType, origin, lesionClass, answer, model);
    INSERT INTO caseFacts SELECT * FROM caseFactsNow;

    -- When a case was measured, without a look at the measurements themselves.
    CREATE INDEX acquisitionByLesionAndTime ON acquisition (lesionId, startedAt);`,
}
