import type { Answer } from '../../contract/answer'
import type { ShortAnswer, StoredResult } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import type { Recipe } from '../../contract/recipe'
import { notFound } from '../notFound'
import { newEntry, type Store } from '../store'
import type { Acquisitions } from './acquisitions'
import { toAnswer, toColumns, type AnswerColumns } from './answerColumns'
import type { Axes } from './axes'

export type Results = ReturnType<typeof results>

export interface NewResult {
  acquisitionId: string
  /** The entries of the frames that the answer was computed from, dark ones too. */
  frames: readonly number[]
  /** What `answer.recipe.hash` is the hash of. */
  recipe: Recipe
  answer: Answer
}

/** Of which results; all where nothing is given. */
export interface ResultsWanted {
  lesionId?: string | undefined
  acquisitionId?: string | undefined
}

/** Where a result stands, without what it says. */
export interface ResultPlace {
  entry: number
  id: string
  acquisitionId: string
  lesionId: string
  modelHash: string
}

const PLACES_AT_ONCE = 200

/** What a result was computed from: enough to compute it again. */
export interface Provenance {
  recipe: Recipe
  frames: number[]
}

type ResultRow = AnswerColumns & Omit<StoredResult, 'answer'>

interface Parts {
  acquisitions: Acquisitions
  axes: Axes
}

/** What was computed from the frames of an acquisition. Computed again, it stands beside the earlier one. */
export function results(store: Store, { acquisitions, axes }: Parts) {
  const { connection } = store

  function toStored(row: ResultRow): StoredResult {
    const { id, acquisitionId, createdAt } = row
    return { id, acquisitionId, createdAt, answer: toAnswer(row, axes.get(row.gridEntry)) }
  }

  function newestInShort(condition: string, id: string | number): ShortAnswer | null {
    const row = connection.get(
      `SELECT probability, label, threshold, withheld, demonstration
       FROM result WHERE ${condition} ORDER BY entry DESC LIMIT 1`,
      { id },
    ) as (Omit<ShortAnswer, 'demonstration'> & Pick<AnswerColumns, 'demonstration'>) | undefined
    return row ? { ...row, demonstration: row.demonstration === 1 } : null
  }

  return {
    /**
     * @throws StokesError `acquisition.originMismatch`, and `storage.notFound` for a frame of another acquisition
     */
    add({ acquisitionId, frames, recipe, answer }: NewResult): StoredResult {
      const { id, createdAt } = newEntry(store)
      return connection.transaction(() => {
        const { origin } = acquisitions.get(acquisitionId)
        if (answer.origin !== origin) throw originMismatch(origin, answer.origin)
        connection.run(
          'INSERT INTO recipe (hash, definition) VALUES (@hash, @definition) ON CONFLICT (hash) DO NOTHING',
          { hash: answer.recipe.hash, definition: JSON.stringify(recipe) },
        )
        const entry = connection.insert('result', {
          id,
          acquisitionId,
          createdAt,
          ...toColumns(answer, axes.ensure(Float64Array.from(answer.grid))),
        })
        const used = connection.run(
          `INSERT INTO resultFrame (resultEntry, frameEntry)
           SELECT @entry, frame.entry FROM frame JOIN json_each(@frames) AS given ON frame.entry = given.value
           WHERE acquisitionId = @acquisitionId`,
          { entry, frames: JSON.stringify(frames), acquisitionId },
        )
        if (used !== frames.length) throw notFound('frame of the acquisition', acquisitionId)
        return { id, acquisitionId, createdAt, answer }
      })
    },

    /** @throws StokesError `storage.notFound` */
    get(id: string): StoredResult {
      const row = connection.get('SELECT * FROM result WHERE id = @id', { id }) as ResultRow | undefined
      if (!row) throw notFound('result', id)
      return toStored(row)
    },

    /** 0 where there is none. */
    newestEntry(): number {
      const row = connection.get('SELECT coalesce(max(entry), 0) AS entry FROM result')
      return (row as { entry: number }).entry
    },

    /** Some of those after an entry and up to another, in the order in which they were stored; none at the end. */
    places(
      { lesionId, acquisitionId }: ResultsWanted,
      { after, last }: { after: number; last: number },
    ): ResultPlace[] {
      return connection.all(
        `SELECT result.entry, result.id, acquisitionId, lesionId, modelHash
         FROM result JOIN acquisition ON acquisition.id = acquisitionId
         WHERE result.entry > @after AND result.entry <= @last
           AND (@lesionId IS NULL OR lesionId = @lesionId)
           AND (@acquisitionId IS NULL OR acquisitionId = @acquisitionId)
         ORDER BY result.entry LIMIT ${PLACES_AT_ONCE}`,
        { after, last, lesionId: lesionId ?? null, acquisitionId: acquisitionId ?? null },
      ) as ResultPlace[]
    },

    newestOfAcquisition(acquisitionId: string): StoredResult | null {
      const row = connection.get(
        'SELECT * FROM result WHERE acquisitionId = @acquisitionId ORDER BY entry DESC LIMIT 1',
        { acquisitionId },
      ) as ResultRow | undefined
      return row ? toStored(row) : null
    },

    /** The answer of the result of an entry, in short. */
    shortAt(entry: number): ShortAnswer | null {
      return newestInShort('entry = @id', entry)
    },

    /** The answer of the newest result of an acquisition, in short. */
    shortOfAcquisition(acquisitionId: string): ShortAnswer | null {
      return newestInShort('acquisitionId = @id', acquisitionId)
    },

    /** What the result was computed from. */
    provenance(resultId: string): Provenance {
      const result = connection.get(
        'SELECT entry, definition FROM result JOIN recipe ON hash = recipeHash WHERE id = @resultId',
        { resultId },
      ) as { entry: number; definition: string } | undefined
      if (!result) throw notFound('result', resultId)
      const frames = connection.all(
        'SELECT frameEntry FROM resultFrame WHERE resultEntry = @entry ORDER BY frameEntry',
        { entry: result.entry },
      ) as { frameEntry: number }[]
      return {
        recipe: JSON.parse(result.definition) as Recipe,
        frames: frames.map(({ frameEntry }) => frameEntry),
      }
    },
  }
}

function originMismatch(ofAcquisition: string, ofAnswer: string): StokesError {
  return new StokesError(
    'acquisition.originMismatch',
    `An answer to ${ofAnswer} frames does not belong to an acquisition of ${ofAcquisition} ones.`,
  )
}
