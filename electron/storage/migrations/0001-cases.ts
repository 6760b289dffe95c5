import { neverChanged, refuse } from './forbid'
import type { Migration } from './migration'

/*
 * Tables and columns have the names of the contract. `entry` counts up with every row that is written, so it tells what
 * came later where a clock might not. Rows are added; only what a trigger below leaves open is ever changed.
 */

const origin = `TEXT NOT NULL CHECK (origin IN ('simulated', 'replayed', 'instrument'))`
const yesOrNo = (column: string) => `${column} INTEGER NOT NULL CHECK (${column} IN (0, 1))`
const json = (column: string) => `${column} TEXT NOT NULL CHECK (json_valid(${column}))`
const sha256 = `sha256 BLOB NOT NULL CHECK (length(sha256) = 32)`
const floats = (column: string) => `${column} BLOB CHECK (length(${column}) % 8 = 0)`

const history = `
  CREATE TABLE migration (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    appliedAt TEXT NOT NULL,
    softwareVersion TEXT NOT NULL
  ) STRICT;`

const people = `
  CREATE TABLE operator (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 80),
    createdAt TEXT NOT NULL
  ) STRICT;

  CREATE TABLE patient (
    id TEXT PRIMARY KEY,
    pseudonym TEXT NOT NULL UNIQUE CHECK (length(pseudonym) BETWEEN 1 AND 40),
    yearOfBirth INTEGER CHECK (yearOfBirth BETWEEN 1900 AND 2100),
    sex TEXT NOT NULL CHECK (sex IN ('female', 'male', 'other', 'unknown')),
    skinType INTEGER CHECK (skinType BETWEEN 1 AND 6),
    createdAt TEXT NOT NULL
  ) STRICT;`

const lesions = `
  CREATE TABLE lesion (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    patientId TEXT NOT NULL REFERENCES patient (id),
    bodySite TEXT NOT NULL
      CHECK (bodySite IN ('head', 'neck', 'trunk', 'back', 'arm', 'hand', 'leg', 'foot', 'other')),
    description TEXT NOT NULL CHECK (length(description) <= 200),
    origin ${origin},
    createdAt TEXT NOT NULL,
    lastChangedAt TEXT NOT NULL,
    UNIQUE (id, origin)
  ) STRICT;
  CREATE INDEX lesionByChange ON lesion (lastChangedAt, entry);
  CREATE INDEX lesionByPatient ON lesion (patientId);
  CREATE TRIGGER lesionKeepsItsOrigin BEFORE UPDATE OF entry, id, origin ON lesion
    ${refuse('the origin of a lesion is never changed')}

  -- What a lesion is found by, folded (searchText.ts); the rowid is the lesion's entry.
  CREATE VIRTUAL TABLE lesionText USING fts5 (text, tokenize = 'trigram case_sensitive 1');`

// That an acquisition has the origin of its lesion, and a frame and a result that of their acquisition, is a foreign key.
const acquisitions = `
  CREATE TABLE axis (
    entry INTEGER PRIMARY KEY,
    ${floats('wavenumbers')} NOT NULL,
    ${sha256} UNIQUE
  ) STRICT;

  CREATE TABLE acquisition (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    lesionId TEXT NOT NULL,
    operatorId TEXT NOT NULL REFERENCES operator (id),
    origin ${origin},
    ${json('device')} CHECK (device ->> 'origin' = origin),
    ${json('plan')},
    axisEntry INTEGER NOT NULL REFERENCES axis (entry),
    softwareVersion TEXT NOT NULL,
    startedAt TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'cancelled', 'failed', 'interrupted')),
    finishedAt TEXT CHECK ((finishedAt IS NULL) = (status IN ('running', 'interrupted'))),
    problem TEXT CHECK (json_valid(problem)),
    UNIQUE (id, origin),
    FOREIGN KEY (lesionId, origin) REFERENCES lesion (id, origin)
  ) STRICT;
  CREATE INDEX acquisitionByLesion ON acquisition (lesionId, entry);
  CREATE INDEX acquisitionThatRuns ON acquisition (status) WHERE status = 'running';
  CREATE TRIGGER acquisitionChangesItsLesion AFTER INSERT ON acquisition BEGIN
    UPDATE lesion SET lastChangedAt = max(lastChangedAt, new.startedAt) WHERE id = new.lesionId;
  END;
  CREATE TRIGGER acquisitionIsFinishedOnce BEFORE UPDATE ON acquisition WHEN old.status <> 'running'
    ${refuse('a finished acquisition is never changed')}
  CREATE TRIGGER acquisitionKeepsItsStart
    BEFORE UPDATE OF entry, id, lesionId, operatorId, origin, device, plan, axisEntry, softwareVersion, startedAt
    ON acquisition ${refuse('how an acquisition was started is never changed')}
  CREATE TRIGGER acquisitionIsNeverDeleted BEFORE DELETE ON acquisition
    ${refuse('a stored acquisition is never deleted')}

  CREATE TABLE frame (
    entry INTEGER PRIMARY KEY,
    acquisitionId TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('dark', 'sample')),
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    deviceTimeMicroseconds REAL NOT NULL,
    receivedAt TEXT NOT NULL,
    integrationTimeMs REAL NOT NULL CHECK (integrationTimeMs > 0),
    laser TEXT NOT NULL CHECK (laser IN ('off', 'on', 'partial')),
    laserPowerMilliwatts REAL,
    ${yesOrNo('shutterOpen')},
    detectorTemperatureCelsius REAL,
    laserTemperatureCelsius REAL,
    saturatedPixels INTEGER NOT NULL CHECK (saturatedPixels >= 0),
    droppedBefore INTEGER NOT NULL CHECK (droppedBefore >= 0),
    origin ${origin},
    dtype TEXT NOT NULL CHECK (dtype IN ('u16le', 'f64le')),
    intensities BLOB NOT NULL,
    ${sha256},
    UNIQUE (acquisitionId, sequence),
    FOREIGN KEY (acquisitionId, origin) REFERENCES acquisition (id, origin)
  ) STRICT;
  CREATE TRIGGER frameIsOfARunningAcquisition BEFORE INSERT ON frame
    WHEN (SELECT status FROM acquisition WHERE id = new.acquisitionId) <> 'running'
    ${refuse('a finished acquisition takes no more frames')}`

const results = `
  CREATE TABLE recipe (
    hash TEXT PRIMARY KEY,
    ${json('definition')}
  ) STRICT;

  CREATE TABLE result (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    acquisitionId TEXT NOT NULL,
    createdAt TEXT NOT NULL,
    origin ${origin},
    ${yesOrNo('demonstration')},
    ${json('quality')},
    probability REAL CHECK (probability BETWEEN 0 AND 1),
    label TEXT CHECK (label IN ('benign', 'malignant')),
    threshold REAL NOT NULL,
    withheld TEXT CHECK (withheld IN ('quality', 'demonstration')),
    gridEntry INTEGER NOT NULL REFERENCES axis (entry),
    ${floats('processed')},
    ${floats('saliency')},
    saliencyResolution REAL NOT NULL,
    ${json('bands')},
    modelName TEXT NOT NULL,
    modelHash TEXT NOT NULL,
    ${yesOrNo('modelSimulated')},
    recipeName TEXT NOT NULL,
    recipeHash TEXT NOT NULL REFERENCES recipe (hash),
    engine TEXT NOT NULL,
    softwareVersion TEXT NOT NULL,
    FOREIGN KEY (acquisitionId, origin) REFERENCES acquisition (id, origin),
    CHECK ((probability IS NULL) = (label IS NULL)),
    CHECK ((probability IS NULL) = (withheld IS NOT NULL)),
    -- A model of simulated provenance never judges another origin.
    CHECK (probability IS NULL OR origin = 'simulated' OR NOT modelSimulated),
    CHECK (probability IS NULL OR NOT demonstration)
  ) STRICT;
  CREATE INDEX resultByAcquisition ON result (acquisitionId, entry);

  CREATE TABLE resultFrame (
    resultEntry INTEGER NOT NULL REFERENCES result (entry),
    frameEntry INTEGER NOT NULL REFERENCES frame (entry),
    PRIMARY KEY (resultEntry, frameEntry)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX resultFrameByFrame ON resultFrame (frameEntry);`

const statements = `
  CREATE TABLE diagnosis (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    lesionId TEXT NOT NULL REFERENCES lesion (id),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    label TEXT NOT NULL CHECK (label IN ('benign', 'malignant')),
    lesionClass TEXT NOT NULL CHECK (lesionClass IN (
      'naevus', 'dysplasticNaevus', 'seborrhoeicKeratosis',
      'melanoma', 'basalCellCarcinoma', 'squamousCellCarcinoma', 'other')),
    source TEXT NOT NULL CHECK (source IN ('clinical', 'histopathology')),
    createdAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX diagnosisByLesion ON diagnosis (lesionId, entry);

  CREATE TABLE note (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    lesionId TEXT NOT NULL REFERENCES lesion (id),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
    createdAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX noteByLesion ON note (lesionId, entry);`

const record = ['axis', 'frame', 'recipe', 'result', 'resultFrame', 'diagnosis', 'note']

export const cases: Migration = {
  name: 'cases',
  sql: [history, people, lesions, acquisitions, results, statements, ...record.map(neverChanged)].join('\n'),
}
