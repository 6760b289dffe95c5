import type { NetworkWeights } from '../architectures/networkWeights'
import type { CheckpointTensor } from '../checkpoints/safetensors'
import { readCheckpoint, writeCheckpoint } from './checkpointFile'
import type { RunState } from './runTraining'

/** Keeps the state of a network's run between two epochs. Throws as {@link writeCheckpoint}. */
export async function saveRun(path: string, run: RunState, task: string): Promise<void> {
  const { state, best, epochs, random, engine } = run
  const tensors = new Map([
    ...named('weights', state.weights),
    ...named('first', state.first),
    ...named('second', state.second),
    ...named('best', best.weights),
  ])
  const { epoch, watchedLoss } = best
  const rest = { epochs, random, engine, steps: state.steps, best: { epoch, watchedLoss } }
  await writeCheckpoint(path, task, { tensors, rest })
}

/** The run that a file holds; null where there is no file. Throws as {@link readCheckpoint}. */
export async function loadRun(path: string, task: string): Promise<RunState | null> {
  const kept = await readCheckpoint(path, task)
  if (!kept) return null
  const { tensors } = kept
  type Rest = Pick<RunState, 'epochs' | 'random' | 'engine'> & {
    steps: number
    best: { epoch: number; watchedLoss: number | null }
  }
  const { epochs, random, engine, steps, best } = kept.rest as Rest
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
