import type { ClassProbability } from '../../contract/answer'
import { StokesError, type Problem } from '../../contract/errors'
import type { Origin } from '../../contract/frame'
import type { CaseSelection } from '../../contract/overview'
import type { Recipe } from '../../contract/recipe'
import type { AnswerDifference } from '../../contract/recomputation'
import type { Reprocessing, ReprocessingState, ReprocessingVerdict, Said } from '../../contract/reprocessing'
import { caseCondition } from '../caseCondition'
import { packEntries, unpackEntries } from '../entryList'
import { notFound } from '../notFound'
import { newEntry, type Store } from '../store'
import type { ResultsWanted } from './results'

export type Reprocessings = ReturnType<typeof reprocessings>

export interface NewBatch {
  operatorId: string | null
  model: { name: string; hash: string; simulated: boolean } | null
  /** What `hash` is the hash of; null where each answer is computed by its own. */
  recipe: { hash: string; definition: Recipe } | null
  engine: string | null
  /** In words: which cases. */
  chosen: string
  /** Entries of the measurements, ascending. */
  acquisitions: readonly number[]
}

/** What became of one measurement of a batch. */
export interface NewReprocessedResult {
  acquisitionEntry: number
  /** Of the stored result that it was held against. */
  resultId: string
  origin: Origin
  storedSaid: Said
  storedProbability: number | null
  storedPass: boolean
  verdict: ReprocessingVerdict
  /** Null where nothing was computed, as what follows. */
  same: boolean | null
  said: Said | null
  probability: number | null
  pass: boolean | null
  spectrumDifference: number | null
  modelHash: string | null
  modelSimulated: boolean | null
  engine: string | null
  classes: ClassProbability[] | null
  /** Those that failed. */
  gates: string[]
  differences: AnswerDifference[]
  problem: Problem | null
}

/** How an attempt ended. */
export interface BatchEnd {
  state: Exclude<ReprocessingState, 'running'>
  problem: Problem | null
  /** Of this attempt, without pauses. */
  workedMs: number
}

/** What a batch needs to go on. */
export interface BatchWork {
  batch: Reprocessing
  /** Null where each answer is computed by its own. */
  recipe: Recipe | null
  /** Entries of the measurements that are still to be computed. */
  waiting: number[]
}

type Row = Omit<Reprocessing, 'model' | 'recipe' | 'problem'> & {
  modelName: string | null
  modelHash: string | null
  modelSimulated: 0 | 1 | null
  recipeName: string | null
  recipeHash: string | null
  problem: string | null
}

const select = `
  SELECT reprocessing.id, reprocessing.createdAt, operator.name AS operatorName, modelName, modelHash, modelSimulated,
    recipeName, recipeHash, engine, chosen, softwareVersion, state, total, endedAt, workedMs, problem,
    (SELECT count(*) FROM reprocessedResult WHERE reprocessingEntry = reprocessing.entry) AS done
  FROM reprocessing LEFT JOIN operator ON operator.id = operatorId`

/** Only what was answered can be held against an answer. */
const answered = `status = 'complete' AND EXISTS (SELECT 1 FROM result WHERE acquisitionId = acquisition.id)`

/** Batches of stored cases that are computed again, one at a time. They are no answers, and nothing takes them for such. */
export function reprocessings(store: Store) {
  const { connection, clock, softwareVersion } = store

  function get(id: string): Reprocessing {
    const row = connection.get(`${select} WHERE reprocessing.id = @id`, { id })
    if (!row) throw notFound('batch', id)
    return toBatch(row as Row)
  }

  function change(id: string, state: ReprocessingState, end: Omit<BatchEnd, 'state'>): Reprocessing {
    const { state: from } = get(id)
    if (from === 'finished') {
      throw new StokesError('usage.invalid', 'The batch is finished.', { tip: 'Start another one.' })
    }
    connection.run(
      `UPDATE reprocessing SET state = @state, problem = @problem, endedAt = @endedAt, workedMs = workedMs + @workedMs
       WHERE id = @id`,
      {
        ...{ id, state, workedMs: end.workedMs, problem: end.problem && JSON.stringify(end.problem) },
        endedAt: state === 'running' ? null : clock.timestamp(),
      },
    )
    return get(id)
  }

  function refuseSecond(): void {
    if (!connection.get(`SELECT 1 FROM reprocessing WHERE state = 'running'`)) return
    throw new StokesError('usage.invalid', 'Another batch is being computed.', {
      tip: 'Wait for it, or cancel it: it can be resumed later.',
    })
  }

  return {
    get,

    /** Newest first. */
    list(): Reprocessing[] {
      return (connection.all(`${select} ORDER BY reprocessing.entry DESC`) as Row[]).map(toBatch)
    },

    /** Entries of the answered measurements of these cases, ascending. */
    choose({ search, filters }: CaseSelection): number[] {
      const { sql, values } = caseCondition(search, filters)
      return entriesOf(
        connection.all(
          `SELECT acquisition.entry FROM (SELECT entry FROM caseFacts WHERE ${sql}) AS chosen
           JOIN lesion ON lesion.entry = chosen.entry
           JOIN acquisition ON acquisition.lesionId = lesion.id
           WHERE ${answered} ORDER BY acquisition.entry`,
          values,
        ),
      )
    },

    /** The same of one case or one measurement, or of all. */
    chooseBy({ lesionId, acquisitionId }: ResultsWanted): number[] {
      return entriesOf(
        connection.all(
          `SELECT acquisition.entry FROM acquisition JOIN lesion ON lesion.id = lesionId
           WHERE NOT deleted AND ${answered}
             AND (@lesionId IS NULL OR lesionId = @lesionId)
             AND (@acquisitionId IS NULL OR acquisition.id = @acquisitionId)
           ORDER BY acquisition.entry`,
          { lesionId: lesionId ?? null, acquisitionId: acquisitionId ?? null },
        ),
      )
    },

    /** It runs from now on. @throws StokesError `usage.invalid` while another one does, or where nothing is chosen */
    start({ operatorId, model, recipe, engine, chosen, acquisitions }: NewBatch): Reprocessing {
      if (acquisitions.length === 0) throw nothingChosen()
      const { id, createdAt } = newEntry(store)
      return connection.transaction(() => {
        refuseSecond()
        if (recipe) {
          connection.run(
            'INSERT INTO recipe (hash, definition) VALUES (@hash, @definition) ON CONFLICT (hash) DO NOTHING',
            { hash: recipe.hash, definition: JSON.stringify(recipe.definition) },
          )
        }
        connection.insert('reprocessing', {
          ...{ id, operatorId, createdAt, softwareVersion, engine, chosen, state: 'running' },
          modelName: model?.name ?? null,
          modelHash: model?.hash ?? null,
          modelSimulated: model && (model.simulated ? 1 : 0),
          recipeName: recipe?.definition.name ?? null,
          recipeHash: recipe?.hash ?? null,
          total: acquisitions.length,
          acquisitions: packEntries(acquisitions),
        })
        return get(id)
      })
    },

    /** Goes on. @throws StokesError `usage.invalid` for a finished one, or while another one runs */
    resume(id: string): Reprocessing {
      return connection.transaction(() => {
        refuseSecond()
        return change(id, 'running', { problem: null, workedMs: 0 })
      })
    },

    end(id: string, { state, ...end }: BatchEnd): Reprocessing {
      return connection.transaction(() => change(id, state, end))
    },

    /** What is left to do, and with what. */
    work(id: string): BatchWork {
      return connection.snapshot(() => {
        const batch = get(id)
        const row = connection.get(
          `SELECT entry, total, acquisitions, (SELECT definition FROM recipe WHERE hash = recipeHash) AS definition
           FROM reprocessing WHERE id = @id`,
          { id },
        ) as { entry: number; total: number; acquisitions: Uint8Array; definition: string | null }
        const done = new Set(
          entriesOf(
            connection.all(
              'SELECT acquisitionEntry AS entry FROM reprocessedResult WHERE reprocessingEntry = @entry',
              { entry: row.entry },
            ),
          ),
        )
        const { definition } = row
        return {
          batch,
          recipe: definition === null ? null : (JSON.parse(definition) as Recipe),
          waiting: unpackEntries(row.acquisitions, row.total).filter((entry) => !done.has(entry)),
        }
      })
    },

    /** Which measurement that is. */
    measurement(entry: number): { acquisitionId: string; lesionId: string; origin: Origin } {
      const row = connection.get(
        'SELECT id AS acquisitionId, lesionId, origin FROM acquisition WHERE entry = @entry',
        { entry },
      )
      if (!row) throw notFound('acquisition', String(entry))
      return row as { acquisitionId: string; lesionId: string; origin: Origin }
    },

    /** On the disk when this returns, all or none. */
    record(id: string, results: readonly NewReprocessedResult[]): void {
      connection.transaction(() => {
        const batch = connection.get('SELECT entry FROM reprocessing WHERE id = @id', { id })
        if (!batch) throw notFound('batch', id)
        const { entry: reprocessingEntry } = batch as { entry: number }
        for (const { resultId, storedPass, same, pass, modelSimulated, ...result } of results) {
          const stored = connection.get('SELECT entry FROM result WHERE id = @resultId', { resultId })
          if (!stored) throw notFound('result', resultId)
          connection.insert('reprocessedResult', {
            ...result,
            reprocessingEntry,
            resultEntry: (stored as { entry: number }).entry,
            storedPass: storedPass ? 1 : 0,
            same: bit(same),
            pass: bit(pass),
            modelSimulated: bit(modelSimulated),
            classes: result.classes && JSON.stringify(result.classes),
            gates: JSON.stringify(result.gates),
            differences: JSON.stringify(result.differences),
            problem: result.problem && JSON.stringify(result.problem),
          })
        }
      })
    },

    /** What still ran when the program before this one ended becomes `interrupted`; gives its id. */
    interruptRunning(): string[] {
      const problem: Problem = {
        code: 'process.ended',
        message: 'Stokes ended while the batch was being computed.',
        tip: 'Resume it: it goes on where it ended.',
      }
      const rows = connection.all(
        `UPDATE reprocessing SET state = 'interrupted', endedAt = @now, problem = @problem
         WHERE state = 'running' RETURNING id`,
        { now: clock.timestamp(), problem: JSON.stringify(problem) },
      )
      return (rows as { id: string }[]).map(({ id }) => id)
    },
  }
}

const bit = (value: boolean | null) => (value === null ? null : value ? 1 : 0)

const entriesOf = (rows: unknown[]) => (rows as { entry: number }[]).map(({ entry }) => entry)

function toBatch({
  modelName,
  modelHash,
  modelSimulated,
  recipeName,
  recipeHash,
  problem,
  ...row
}: Row): Reprocessing {
  return {
    ...row,
    model: modelHash === null ? null : { name: modelName!, hash: modelHash, simulated: modelSimulated === 1 },
    recipe: recipeHash === null ? null : { name: recipeName!, hash: recipeHash },
    problem: problem === null ? null : (JSON.parse(problem) as Problem),
  }
}

function nothingChosen(): StokesError {
  return new StokesError('usage.invalid', 'None of these cases has an answer that could be computed again.', {
    tip: 'Choose other cases, or let their measurements be answered first.',
  })
}
