import { readFile } from 'node:fs/promises'
import { StokesError } from '../../contract/errors'
import type { NetworkWeights } from '../architectures/networkWeights'
import { readSafetensors, writeSafetensors, type CheckpointTensor } from '../checkpoints/safetensors'
import type { RunState } from './runTraining'
import { writeWhole } from '../writeWhole'

/**
 * Writes the state of a run between two epochs as a safetensors file, whole or not at all.
 *
 * @param task names what is trained on what, see {@link loadRun}
 * @throws StokesError `storage.diskFull`
 */
export async function saveRun(path: string, run: RunState, task: string): Promise<void> {
  const { state, best, epochs, random, engine } = run
  const tensors = [
    ...named('weights', state.weights),
    ...named('first', state.first),
    ...named('second', state.second),
    ...named('best', best.weights),
  ]
  const { epoch, watchedLoss } = best
  const rest = { epochs, random, engine, steps: state.steps, best: { epoch, watchedLoss } }
  await writeWhole(path, writeSafetensors(tensors, { task, run: JSON.stringify(rest) }))
}

/**
 * The run that a file holds; null where there is no file.
 * @throws StokesError `training.wrongCheckpoint` where it is of another task
 */
export async function loadRun(path: string, task: string): Promise<RunState | null> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (!bytes) return null
  const { tensors, metadata } = readSafetensors(bytes)
  if (metadata.task !== task || metadata.run === undefined)
    throw new StokesError(
      'training.wrongCheckpoint',
      `${path} holds the state of another run: of other data, another seed, network or settings`,
      { tip: 'Start the run anew, or give the task that was interrupted.' },
    )
  type Rest = Pick<RunState, 'epochs' | 'random' | 'engine'> & {
    steps: number
    best: { epoch: number; watchedLoss: number | null }
  }
  const { epochs, random, engine, steps, best } = JSON.parse(metadata.run) as Rest
  const part = (name: string) => partOf(tensors, name)
  return {
    epochs,
    random,
    engine,
    state: { weights: part('weights'), first: part('first'), second: part('second'), steps },
    // JSON has no infinity: no epoch was the best yet.
    best: { epoch: best.epoch, watchedLoss: best.watchedLoss ?? Infinity, weights: part('best') },
  }
}

function named(part: string, weights: NetworkWeights): [string, CheckpointTensor][] {
  return [...weights].map(([name, values]) => [`${part}:${name}`, { shape: [values.length], values }])
}

function partOf(tensors: ReadonlyMap<string, CheckpointTensor>, part: string): NetworkWeights {
  const prefix = `${part}:`
  return new Map(
    [...tensors].flatMap(([name, { values }]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), values] as const] : [],
    ),
  )
}
