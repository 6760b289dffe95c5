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

/** What a result was computed from: enough to compute it again. */
export interface Provenance {
  recipe: Recipe
  frames: number[]
}

interface Parts {
  acquisitions: Acquisitions
  axes: Axes
}

/** What was computed from the frames of an acquisition. Computed again, it stands beside the earlier one. */
export function results(store: Store, { acquisitions, axes }: Parts) {
  const { connection } = store

  function newestInShort(condition: string, id: string): ShortAnswer | null {
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

    newestOfAcquisition(acquisitionId: string): StoredResult | null {
      const row = connection.get(
        'SELECT * FROM result WHERE acquisitionId = @acquisitionId ORDER BY entry DESC LIMIT 1',
        { acquisitionId },
      ) as (AnswerColumns & Pick<StoredResult, 'id' | 'createdAt'>) | undefined
      if (!row) return null
      const { id, createdAt } = row
      return { id, acquisitionId, createdAt, answer: toAnswer(row, axes.get(row.gridEntry)) }
    },

    /** The answer of the newest result of all acquisitions of a lesion, in short. */
    newestOfLesion(lesionId: string): ShortAnswer | null {
      return newestInShort('acquisitionId IN (SELECT id FROM acquisition WHERE lesionId = @id)', lesionId)
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
