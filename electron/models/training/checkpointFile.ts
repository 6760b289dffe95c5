import { readFile } from 'node:fs/promises'
import { StokesError } from '../../contract/errors'
import { readSafetensors, writeSafetensors, type CheckpointTensor } from '../checkpoints/safetensors'
import { writeOrSayFull } from '../writeOrSayFull'

/** The state of a training between two steps. */
export interface Checkpoint {
  tensors: ReadonlyMap<string, CheckpointTensor>
  /** What is no tensor, as JSON. */
  rest: unknown
}

/**
 * Writes a state as a safetensors file, whole or not at all.
 *
 * @param task names what is trained on what, see {@link readCheckpoint}
 * @throws StokesError `storage.diskFull`
 */
export async function writeCheckpoint(
  path: string,
  task: string,
  { tensors, rest }: Checkpoint,
): Promise<void> {
  await writeOrSayFull(path, writeSafetensors(tensors, { task, run: JSON.stringify(rest) }))
}

/**
 * The state that a file holds; null where there is no file.
 * @throws StokesError `training.wrongCheckpoint` where it is of another task
 */
export async function readCheckpoint(path: string, task: string): Promise<Checkpoint | null> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (!bytes) return null
  const { tensors, metadata } = readSafetensors(bytes)
  if (metadata.task !== task || metadata.run === undefined)
    throw new StokesError(
      'training.wrongCheckpoint',
      `${path} holds the state of another run: of other data, another seed, system or settings`,
      { tip: 'Start the run anew, or give the task that was interrupted.' },
    )
  return { tensors, rest: JSON.parse(metadata.run) as unknown }
}
