import { createHash } from 'node:crypto'
import { readCheckpoint, writeCheckpoint } from '../training/checkpointFile'
import type { DesignMatrix } from './designMatrix'
import type { LearningSet } from './learningSet'

/** A search that can be gone on with. */
export interface KeptSearch<State> {
  /** Where it was interrupted; null: it begins. */
  before: State | null
  /** Between two steps. `State` is JSON. */
  keep: (state: State) => Promise<void>
}

/**
 * The state of a search in the checkpoint of its run.
 *
 * @param checkpoint undefined: nothing is kept
 * @param matrix what is searched in
 * @param settings all else that the search depends on, as JSON
 * @throws StokesError `training.wrongCheckpoint`; `storage.diskFull` where it is kept
 */
export async function keptSearch<State>(
  checkpoint: string | undefined,
  { rows, labels, classes }: Pick<LearningSet, 'rows' | 'labels' | 'classes'>,
  matrix: DesignMatrix,
  settings: unknown,
): Promise<KeptSearch<State>> {
  if (checkpoint === undefined) return { before: null, keep: () => Promise.resolve() }
  const patients = rows.map(({ patient }) => patient)
  const task = createHash('sha256')
    .update(JSON.stringify({ settings, classes, patients }))
    .update(labels)
    .update(matrix.values)
    .digest('hex')
  const kept = await readCheckpoint(checkpoint, task)
  return {
    before: (kept?.rest as State | undefined) ?? null,
    keep: (state) => writeCheckpoint(checkpoint, task, { tensors: new Map(), rest: state }),
  }
}
