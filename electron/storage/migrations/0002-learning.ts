import { neverChanged, refuse } from './forbid'
import type { Migration } from './migration'

/* Data sets, runs and models. Spectra and weights are files; what is here says which, and what became of them. */

const origin = `TEXT NOT NULL CHECK (origin IN ('simulated', 'replayed', 'instrument'))`
const json = (column: string) => `${column} TEXT NOT NULL CHECK (json_valid(${column}))`
const hash = (column: string) => `${column} TEXT NOT NULL CHECK (length(${column}) = 64)`

const dataSets = `
  CREATE TABLE dataSet (
    entry INTEGER PRIMARY KEY,
    ${hash('hash')} UNIQUE,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    origin ${origin},
    ${json('source')},
    ${json('inspection')},
    createdAt TEXT NOT NULL,
    UNIQUE (hash, origin)
  ) STRICT;

  CREATE TABLE dataSetPatient (
    dataSetHash TEXT NOT NULL REFERENCES dataSet (hash),
    patient TEXT NOT NULL,
    PRIMARY KEY (dataSetHash, patient)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX dataSetPatientByPatient ON dataSetPatient (patient);

  -- Held out from every run.
  CREATE TABLE externalSet (
    dataSetHash TEXT PRIMARY KEY REFERENCES dataSet (hash),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    createdAt TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;`

const runs = `
  CREATE TABLE run (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    dataSetHash TEXT NOT NULL,
    origin ${origin},
    ${json('experiment')} CHECK (experiment ->> 'dataSetHash' = dataSetHash),
    softwareVersion TEXT NOT NULL,
    createdAt TEXT NOT NULL,
    state TEXT NOT NULL
      CHECK (state IN ('queued', 'running', 'cancelled', 'failed', 'interrupted', 'finished')),
    -- Counts up with each time that it is queued: the order of the queue.
    turn INTEGER NOT NULL UNIQUE,
    startedAt TEXT,
    endedAt TEXT,
    wallTimeMs REAL NOT NULL DEFAULT 0 CHECK (wallTimeMs >= 0),
    engine TEXT,
    report TEXT CHECK (json_valid(report)),
    problem TEXT CHECK (json_valid(problem)),
    UNIQUE (id, origin),
    FOREIGN KEY (dataSetHash, origin) REFERENCES dataSet (hash, origin),
    CHECK ((report IS NOT NULL) = (state = 'finished'))
  ) STRICT;
  CREATE UNIQUE INDEX oneRunAtATime ON run (state) WHERE state = 'running';
  CREATE INDEX runByDataSet ON run (dataSetHash);
  CREATE TRIGGER runKeepsItsRequest
    BEFORE UPDATE OF entry, id, name, operatorId, dataSetHash, origin, experiment, softwareVersion, createdAt ON run
    ${refuse('what a run was asked is never changed')}
  CREATE TRIGGER runGoesFromStateToState BEFORE UPDATE OF state ON run
    WHEN NOT (
      old.state = 'queued' AND new.state IN ('running', 'cancelled')
      OR old.state = 'running' AND new.state IN ('cancelled', 'failed', 'interrupted', 'finished')
      OR old.state IN ('cancelled', 'failed', 'interrupted') AND new.state = 'queued')
    ${refuse('a run does not go from that state to this one')}
  CREATE TRIGGER finishedRunIsNeverChanged BEFORE UPDATE ON run WHEN old.state = 'finished'
    ${refuse('a finished run is never changed')}
  CREATE TRIGGER runIsNeverDeleted BEFORE DELETE ON run ${refuse('a stored run is never deleted')}
  CREATE TRIGGER runNeverSeesAnExternalSet BEFORE INSERT ON run
    WHEN EXISTS (SELECT 1 FROM externalSet WHERE dataSetHash = new.dataSetHash)
    ${refuse('a run never sees an external test set')}
  CREATE TRIGGER externalSetWasNeverSeen BEFORE INSERT ON externalSet
    WHEN EXISTS (SELECT 1 FROM run WHERE dataSetHash = new.dataSetHash)
    ${refuse('a run has seen the data set')}

  -- The key holds each patient of a run to one part.
  CREATE TABLE runPatient (
    runId TEXT NOT NULL REFERENCES run (id),
    patient TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('fit', 'earlyStopping', 'calibration', 'heldOut')),
    PRIMARY KEY (runId, patient)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER runPatientIsOfItsDataSet BEFORE INSERT ON runPatient
    WHEN NOT EXISTS (
      SELECT 1 FROM run JOIN dataSetPatient USING (dataSetHash)
      WHERE id = new.runId AND patient = new.patient)
    ${refuse('a patient of a run is one of its data set')}
  CREATE TRIGGER runPatientIsNotExternal BEFORE INSERT ON runPatient
    WHEN EXISTS (
      SELECT 1 FROM externalSet JOIN dataSetPatient USING (dataSetHash) WHERE patient = new.patient)
    ${refuse('a run never sees a patient of an external test set')}

  CREATE TABLE runProgress (
    entry INTEGER PRIMARY KEY,
    runId TEXT NOT NULL REFERENCES run (id),
    stage TEXT NOT NULL,
    step INTEGER NOT NULL CHECK (step >= 1),
    steps INTEGER NOT NULL CHECK (steps >= step),
    loss REAL,
    watchedLoss REAL,
    at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runProgressByRun ON runProgress (runId, stage, step, entry);`

// What serves whose spectra: a model of simulated patients the simulated ones, any other the real ones.
const sameUse = (a: string, b: string) => `(${a}.origin = 'simulated') = (${b}.origin = 'simulated')`
const stateOf = (model: string) =>
  `(SELECT toState FROM modelStateChange WHERE modelHash = ${model} ORDER BY entry DESC LIMIT 1)`

const models = `
  CREATE TABLE model (
    entry INTEGER PRIMARY KEY,
    ${hash('hash')} UNIQUE,
    runId TEXT NOT NULL UNIQUE,
    origin ${origin},
    createdAt TEXT NOT NULL,
    FOREIGN KEY (runId, origin) REFERENCES run (id, origin)
  ) STRICT;

  CREATE TABLE modelStateChange (
    entry INTEGER PRIMARY KEY,
    modelHash TEXT NOT NULL REFERENCES model (hash),
    fromState TEXT CHECK (fromState IN ('candidate', 'shadow', 'serving', 'retired')),
    toState TEXT NOT NULL CHECK (toState IN ('candidate', 'shadow', 'serving', 'retired')),
    action TEXT NOT NULL CHECK (action IN (
      'registered', 'shadowed', 'promoted', 'replaced', 'rolledBack', 'restored', 'retired')),
    operatorId TEXT NOT NULL REFERENCES operator (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    changedAt TEXT NOT NULL,
    comparison TEXT CHECK (json_valid(comparison)),
    CHECK ((fromState IS NULL) = (action = 'registered'))
  ) STRICT;
  CREATE INDEX modelStateChangeByModel ON modelStateChange (modelHash, entry);
  CREATE TRIGGER modelStateChangeFollowsTheLast BEFORE INSERT ON modelStateChange
    WHEN new.fromState IS NOT ${stateOf('new.modelHash')}
    ${refuse('a model changes from the state that it has')}
  CREATE TRIGGER oneModelServesAndOneIsItsShadow BEFORE INSERT ON modelStateChange
    WHEN new.toState IN ('serving', 'shadow') AND EXISTS (
      SELECT 1 FROM model AS other JOIN model AS own ON own.hash = new.modelHash
      WHERE other.hash <> own.hash AND ${sameUse('other', 'own')} AND ${stateOf('other.hash')} = new.toState)
    ${refuse('one model serves, and one is its shadow')}

  CREATE TABLE externalLook (
    entry INTEGER PRIMARY KEY,
    dataSetHash TEXT NOT NULL REFERENCES externalSet (dataSetHash),
    ${hash('modelHash')},
    operatorId TEXT NOT NULL REFERENCES operator (id),
    lookedAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX externalLookByDataSet ON externalLook (dataSetHash, entry);

  -- What a shadow said of a live case, which is no answer and goes into none.
  CREATE TABLE shadowResult (
    entry INTEGER PRIMARY KEY,
    acquisitionId TEXT NOT NULL REFERENCES acquisition (id),
    modelHash TEXT NOT NULL REFERENCES model (hash),
    createdAt TEXT NOT NULL,
    probability REAL CHECK (probability BETWEEN 0 AND 1),
    label TEXT CHECK (label IN ('benign', 'malignant')),
    problem TEXT CHECK (json_valid(problem)),
    CHECK ((probability IS NULL) = (label IS NULL)),
    UNIQUE (modelHash, acquisitionId)
  ) STRICT;
  CREATE TRIGGER shadowJudgesItsOwnKind BEFORE INSERT ON shadowResult
    WHEN NOT EXISTS (
      SELECT 1 FROM model JOIN acquisition ON ${sameUse('model', 'acquisition')}
      WHERE model.hash = new.modelHash AND acquisition.id = new.acquisitionId)
    ${refuse('a model of simulated patients never judges real ones, nor the other way round')}`

const record = [
  'dataSet',
  'dataSetPatient',
  'externalSet',
  'runPatient',
  'runProgress',
  'model',
  'modelStateChange',
  'externalLook',
  'shadowResult',
]

export const learning: Migration = {
  name: 'learning',
  sql: [dataSets, runs, models, ...record.map(neverChanged)].join('\n'),
}
