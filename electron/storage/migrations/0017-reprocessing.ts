import { neverChanged, refuse } from './forbid'
import type { Migration } from './migration'

/*
 * Stored cases computed again with another model or recipe. What comes of it is no answer: it lies apart from the results, so that no list, screen
 * or export takes it for one.
 */

const json = (column: string) => `${column} TEXT CHECK (json_valid(${column}))`
const hash = (column: string) => `${column} TEXT CHECK (length(${column}) = 64)`
const yesOrNo = (column: string) => `${column} INTEGER CHECK (${column} IN (0, 1))`
const probability = (column: string) => `${column} REAL CHECK (${column} BETWEEN 0 AND 1)`
const said = (column: string) =>
  `${column} TEXT CHECK (${column} IN ('benign', 'malignant', 'quality', 'demonstration'))`

const batches = `
  CREATE TABLE reprocessing (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    -- Null: nobody named himself.
    operatorId TEXT REFERENCES operator (id),
    createdAt TEXT NOT NULL,
    softwareVersion TEXT NOT NULL,
    -- Neither model nor recipe: each answer with the model that gave it.
    modelName TEXT,
    ${hash('modelHash')},
    ${yesOrNo('modelSimulated')},
    recipeName TEXT,
    recipeHash TEXT REFERENCES recipe (hash),
    engine TEXT,
    chosen TEXT NOT NULL,
    total INTEGER NOT NULL CHECK (total > 0),
    -- Entries of the measurements, ascending; differences of neighbours, DEFLATE.
    acquisitions BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'cancelled', 'interrupted', 'failed', 'finished')),
    endedAt TEXT CHECK (endedAt IS NULL OR state <> 'running'),
    workedMs REAL NOT NULL DEFAULT 0 CHECK (workedMs >= 0),
    ${json('problem')},
    CHECK ((modelHash IS NULL) = (modelName IS NULL) AND (modelHash IS NULL) = (modelSimulated IS NULL)),
    CHECK ((recipeHash IS NULL) = (recipeName IS NULL)),
    CHECK (modelHash IS NULL OR recipeHash IS NOT NULL)
  ) STRICT;
  CREATE UNIQUE INDEX oneReprocessingAtATime ON reprocessing (state) WHERE state = 'running';
  CREATE TRIGGER reprocessingKeepsItsRequest
    BEFORE UPDATE OF entry, id, operatorId, createdAt, softwareVersion, modelName, modelHash, modelSimulated, recipeName,
      recipeHash, engine, chosen, total, acquisitions ON reprocessing
    ${refuse('what a batch was asked is never changed')}
  CREATE TRIGGER finishedReprocessingIsNeverChanged BEFORE UPDATE ON reprocessing WHEN old.state = 'finished'
    ${refuse('a finished batch is never changed')}
  CREATE TRIGGER reprocessingIsNeverDeleted BEFORE DELETE ON reprocessing
    ${refuse('a stored batch is never deleted')}`

const results = `
  CREATE TABLE reprocessedResult (
    entry INTEGER PRIMARY KEY,
    reprocessingEntry INTEGER NOT NULL REFERENCES reprocessing (entry),
    acquisitionEntry INTEGER NOT NULL REFERENCES acquisition (entry),
    -- What it was held against, and what that says.
    resultEntry INTEGER NOT NULL REFERENCES result (entry),
    origin TEXT NOT NULL CHECK (origin IN ('simulated', 'replayed', 'instrument')),
    ${said('storedSaid')} NOT NULL,
    ${probability('storedProbability')},
    ${yesOrNo('storedPass')} NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('computed', 'unasked', 'refused', 'failed')),
    -- To the last bit; null where nothing was computed.
    ${yesOrNo('same')},
    ${said('said')},
    ${probability('probability')},
    ${yesOrNo('pass')},
    -- Greatest difference of the preprocessed spectra; null where they stand on two axes.
    spectrumDifference REAL,
    ${hash('modelHash')},
    ${yesOrNo('modelSimulated')},
    engine TEXT,
    ${json('classes')},
    -- Gates that failed.
    ${json('gates')},
    ${json('differences')},
    ${json('problem')},
    UNIQUE (reprocessingEntry, acquisitionEntry),
    CHECK ((said IS NULL) = (verdict <> 'computed')),
    CHECK ((same IS NULL) = (verdict IN ('refused', 'failed')) AND (pass IS NULL) = (same IS NULL)),
    CHECK ((problem IS NULL) = (verdict IN ('computed', 'unasked'))),
    CHECK ((probability IS NOT NULL) = (coalesce(said, '') IN ('benign', 'malignant'))),
    CHECK (verdict <> 'computed' OR modelHash IS NOT NULL AND modelSimulated IS NOT NULL),
    -- A model of simulated patients never judges real ones, nor the other way round.
    CHECK (probability IS NULL OR modelSimulated = (origin = 'simulated'))
  ) STRICT;
  -- All that is counted, so that a million is counted without reading it.
  CREATE INDEX reprocessedResultOutcome ON reprocessedResult (reprocessingEntry, origin, verdict, same, storedSaid, said,
    storedPass, pass, storedProbability, probability, spectrumDifference);
  CREATE TRIGGER reprocessedResultIsOfItsAnswer BEFORE INSERT ON reprocessedResult
    WHEN NOT EXISTS (
      SELECT 1 FROM result JOIN acquisition ON acquisition.id = acquisitionId
      WHERE result.entry = new.resultEntry AND acquisition.entry = new.acquisitionEntry
        AND acquisition.origin = new.origin)
    ${refuse('what is computed again is held against an answer of its measurement')}
  CREATE TRIGGER reprocessedResultIsOfItsModel BEFORE INSERT ON reprocessedResult
    WHEN new.verdict = 'computed' AND EXISTS (
      SELECT 1 FROM reprocessing WHERE entry = new.reprocessingEntry AND modelHash IS NOT NULL
        AND (modelHash IS NOT new.modelHash OR modelSimulated IS NOT new.modelSimulated))
    ${refuse('a batch computes with its own model alone')}
  CREATE TRIGGER reprocessedResultIsOfARunningBatch BEFORE INSERT ON reprocessedResult
    WHEN (SELECT state FROM reprocessing WHERE entry = new.reprocessingEntry) <> 'running'
    ${refuse('a batch that does not run takes no more results')}
  ${neverChanged('reprocessedResult')}`

export const reprocessing: Migration = { name: 'reprocessing', sql: batches + results }
