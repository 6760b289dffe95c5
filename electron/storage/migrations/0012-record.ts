import { neverChanged, refuse } from './forbid'
import type { Migration } from './migration'

/*
 * What becomes of a record once it was written: corrections, deletion and merging are rows of their own, whose triggers carry them into the
 * tables that everybody reads. Those tables say what holds now, and refuse to be changed in any other way.
 */

const positive = (column: string) => `${column} REAL CHECK (${column} > 0)`

const classes = `('naevus', 'dysplasticNaevus', 'seborrhoeicKeratosis',
  'melanoma', 'basalCellCarcinoma', 'squamousCellCarcinoma', 'other')`

const columns = `
  ALTER TABLE lesion ADD COLUMN region TEXT;
  ALTER TABLE lesion ADD COLUMN laterality TEXT CHECK (laterality IN ('left', 'right', 'midline'));
  ALTER TABLE lesion ADD COLUMN suspicion TEXT CHECK (suspicion IN ${classes});
  ALTER TABLE lesion ADD COLUMN ${positive('lengthMillimetres')};
  ALTER TABLE lesion ADD COLUMN ${positive('widthMillimetres')};
  ALTER TABLE lesion ADD COLUMN ${positive('heightMillimetres')};
  ALTER TABLE lesion ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));
  ALTER TABLE patient ADD COLUMN mergedInto TEXT REFERENCES patient (id) DEFERRABLE INITIALLY DEFERRED
    CHECK (mergedInto <> id);
  CREATE INDEX patientByMerge ON patient (mergedInto) WHERE mergedInto IS NOT NULL;
  CREATE INDEX lesionThatIsDeleted ON lesion (entry) WHERE deleted = 1;`

/** A table of changes to `table`, and the only way in which `changing` of its columns are ever changed. */
function revisions(table: string, changing: readonly string[]): string {
  const revision = `${table}Revision`
  return `
  CREATE TABLE ${revision} (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    ${table}Id TEXT NOT NULL REFERENCES ${table} (id),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    -- All that can change, before and after.
    before TEXT NOT NULL CHECK (json_valid(before)),
    after TEXT NOT NULL CHECK (json_valid(after)),
    createdAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX ${revision}By ON ${revision} (${table}Id, entry);
  CREATE TRIGGER ${table}ChangesByRevision BEFORE UPDATE OF ${changing.join(', ')} ON ${table}
    WHEN NOT EXISTS (
      SELECT 1 FROM ${revision} WHERE entry = (SELECT max(entry) FROM ${revision} WHERE ${table}Id = new.id)
        AND ${changing.map((column) => `after ->> '${column}' IS new.${column}`).join(' AND ')})
    ${refuse(`a ${table} is changed by a revision alone`)}
  CREATE TRIGGER ${revision}IsCarriedOut AFTER INSERT ON ${revision} BEGIN
    UPDATE ${table} SET ${changing.map((column) => `${column} = new.after ->> '${column}'`).join(', ')}
    WHERE id = new.${table}Id;
  END;
  ${neverChanged(revision)}`
}

const deletions = `
  -- Out of sight and out of training, or back again; nothing leaves the file.
  CREATE TABLE lesionDeletion (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    lesionId TEXT NOT NULL REFERENCES lesion (id),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    createdAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX lesionDeletionByLesion ON lesionDeletion (lesionId, entry);
  CREATE TRIGGER lesionIsDeletedWithAReason BEFORE UPDATE OF deleted ON lesion
    WHEN new.deleted IS NOT (SELECT deleted FROM lesionDeletion WHERE lesionId = new.id ORDER BY entry DESC LIMIT 1)
    ${refuse('a lesion is deleted and restored with a reason alone')}
  ${neverChanged('lesionDeletion')}`

const merges = `
  -- The same person twice, or not after all. Lesions stay with whom they were written for.
  CREATE TABLE patientMerge (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    patientId TEXT NOT NULL REFERENCES patient (id),
    -- Null: undone.
    intoId TEXT REFERENCES patient (id) CHECK (intoId <> patientId),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    createdAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX patientMergeByPatient ON patientMerge (patientId, entry);
  CREATE TRIGGER patientIsMergedWithAReason BEFORE UPDATE OF mergedInto ON patient
    WHEN NOT EXISTS (
      SELECT 1 FROM patientMerge WHERE entry = (SELECT max(entry) FROM patientMerge WHERE patientId = new.id)
        AND intoId IS new.mergedInto)
    ${refuse('a patient is merged with a reason alone')}
  CREATE TRIGGER patientMergeIsCarriedOut AFTER INSERT ON patientMerge BEGIN
    UPDATE patient SET mergedInto = new.intoId WHERE id = new.patientId;
  END;
  ${neverChanged('patientMerge')}

  -- Whom a patient, as written, turned out to be.
  CREATE VIEW person AS SELECT id AS patientId, coalesce(mergedInto, id) AS id FROM patient;

  -- A run that learns from one half of a person and is judged on the other is worth nothing.
  CREATE TRIGGER runPatientIsWholeInItsPart BEFORE INSERT ON runPatient
    WHEN EXISTS (
      SELECT 1 FROM person AS own JOIN person AS other ON other.id = own.id
      JOIN runPatient ON runPatient.patient = other.patientId
      WHERE own.patientId = new.patient AND runPatient.runId = new.runId AND runPatient.part <> new.part)
    ${refuse('a person, whose double was merged, is in one part of a run')}`

const diagnoses = `
  ALTER TABLE diagnosis ADD COLUMN diagnosedOn TEXT CHECK (diagnosedOn IS date(diagnosedOn));
  ALTER TABLE diagnosis ADD COLUMN laboratory TEXT CHECK (length(laboratory) BETWEEN 1 AND 120);
  ALTER TABLE diagnosis ADD COLUMN reportNumber TEXT CHECK (length(reportNumber) BETWEEN 1 AND 60);
  ALTER TABLE diagnosis ADD COLUMN correctsId TEXT REFERENCES diagnosis (id);
  CREATE INDEX diagnosisByCorrection ON diagnosis (correctsId) WHERE correctsId IS NOT NULL;
  CREATE TRIGGER diagnosisCorrectsOneOfItsLesion BEFORE INSERT ON diagnosis
    WHEN new.correctsId IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM diagnosis WHERE id = new.correctsId AND lesionId = new.lesionId)
    ${refuse('a diagnosis corrects another of its lesion')}

  -- Those that nobody corrected.
  CREATE VIEW standingDiagnosis AS
    SELECT *, coalesce(diagnosedOn, substr(createdAt, 1, 10)) AS spokenOn FROM diagnosis
    WHERE NOT EXISTS (SELECT 1 FROM diagnosis AS later WHERE later.correctsId = diagnosis.id);`

const renew = (condition: string) =>
  `INSERT OR REPLACE INTO caseFacts SELECT * FROM caseFactsNow WHERE entry IN (SELECT entry FROM lesion WHERE ${condition});`

const facts = `
  DROP VIEW caseFactsNow;
  CREATE VIEW caseFactsNow AS
    SELECT lesion.entry, lesion.lastChangedAt, lesion.bodySite, patient.skinType, lesion.origin,
      (SELECT lesionClass FROM standingDiagnosis WHERE lesionId = lesion.id
       ORDER BY source = 'histopathology' DESC, spokenOn DESC, entry DESC LIMIT 1) AS lesionClass,
      coalesce(answer.label, answer.withheld) AS answer, answer.modelHash
    FROM lesion
    JOIN person ON person.patientId = lesion.patientId
    JOIN patient ON patient.id = person.id
    LEFT JOIN result AS answer ON answer.entry = (
      SELECT max(result.entry) FROM acquisition JOIN result ON result.acquisitionId = acquisition.id
      WHERE acquisition.lesionId = lesion.id)
    WHERE NOT lesion.deleted;
  CREATE TRIGGER lesionDeletionIsCarriedOut AFTER INSERT ON lesionDeletion BEGIN
    UPDATE lesion SET deleted = new.deleted WHERE id = new.lesionId;
    DELETE FROM caseFacts WHERE entry = (SELECT entry FROM lesion WHERE id = new.lesionId);
    ${renew('id = new.lesionId')}
  END;
  CREATE TRIGGER patientChangesTheFacts AFTER UPDATE ON patient BEGIN
    ${renew('patientId IN (SELECT id FROM patient WHERE new.id IN (id, mergedInto))')}
  END;`

export const record: Migration = {
  name: 'record',
  sql: [
    columns,
    revisions('patient', ['pseudonym', 'yearOfBirth', 'sex', 'skinType']),
    revisions('lesion', [
      'bodySite',
      'description',
      'region',
      'laterality',
      'suspicion',
      'lengthMillimetres',
      'widthMillimetres',
      'heightMillimetres',
    ]),
    deletions,
    merges,
    diagnoses,
    facts,
  ].join('\n'),
}
