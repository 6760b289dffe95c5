import { createHash } from 'node:crypto'
import { StokesError } from '../../contract/errors'
import type { Clock } from '../../shared/clock'
import { parameterCount, type Network, type NetworkWeights } from '../architectures/networkWeights'
import type { MapCells } from '../saliency/mapCells'
import { foldTemperature } from './foldTemperature'
import type { LabelledSpectra } from './labelledSpectra'
import { loadRun, saveRun } from './runCheckpoint'
import { runGraph } from './runGraph'
import type { Epoch, RunState } from './runTraining'
import type { Examples, SystemName, TrainedSystem, Trainer, TrainerTask } from './trainer'
import type { TrainedNetwork } from './trainNetwork'
import type { TrainingEngineName } from './trainingSession'

/** A network that has learnt: what a bundle and its provenance take from it. */
export interface TrainedNetworkSystem extends TrainedSystem {
  network: Network
  /** Of the best epoch, uncalibrated. */
  weights: NetworkWeights
  epochs: readonly Epoch[]
  bestEpoch: number
  engine: TrainingEngineName
  /** What its weights were before, in one sentence. */
  startText: string
}

export interface NetworkTrainer extends Trainer {
  train(task: TrainerTask): Promise<TrainedNetworkSystem>
}

/**
 * Labels and spectra of examples.
 * @throws StokesError `dataset.tooSmall` where they fill no batch, `dataset.oneClass`
 */
export function labelledSpectra({ fit, watched, classes }: TrainerTask, batch: number) {
  const of = ({ rows, spectra }: Examples): LabelledSpectra => ({
    spectra,
    targets: Float32Array.from(rows, ({ label }) => label),
  })
  if (fit.rows.length < batch || watched.rows.length === 0)
    throw new StokesError(
      'dataset.tooSmall',
      `${fit.rows.length} spectra to learn from and ${watched.rows.length} to watch: a network learns from ${batch} at a time`,
      { tip: 'Take more cases, or a smaller batch.' },
    )
  const missing = classes.filter((_, label) => !fit.rows.some((row) => row.label === label))
  if (missing.length > 0)
    throw new StokesError('dataset.oneClass', `No spectrum to learn from is ${missing.join(' or ')}`, {
      tip: 'Take cases of every class, or leave the class out.',
    })
  return { fit: of(fit), watched: of(watched) }
}

/** Scores of a network: one logit for two classes, else one score a class. */
export function outputsFor(classes: readonly string[]): { outputs?: number } {
  return classes.length === 2 ? {} : { outputs: classes.length }
}

/** Names everything that a run depends on: a state goes on only with the same. */
export function taskDigest(
  network: Network,
  settings: object,
  { fit, watched }: Record<'fit' | 'watched', LabelledSpectra>,
  seed: number,
  start?: NetworkWeights,
): string {
  const hash = createHash('sha256').update(JSON.stringify({ network, settings, seed }))
  for (const set of [fit, watched]) hash.update(set.spectra).update(set.targets)
  for (const values of start?.values() ?? []) hash.update(values)
  return hash.digest('hex')
}

/** The state of a run to go on from, and what is done with its state after each epoch. */
export async function resumable(task: TrainerTask, digest: string, epochs: number, clock: Clock) {
  const { checkpoint, onProgress } = task
  const resumeFrom = checkpoint === undefined ? null : await loadRun(checkpoint, digest)
  const started = clock.monotonicMs()
  const before = resumeFrom?.epochs.length ?? 0
  return {
    resumeFrom,
    keep: async (run: RunState) => {
      const { epoch, loss, watchedLoss } = run.epochs.at(-1)!
      if (checkpoint !== undefined) await saveRun(checkpoint, run, digest)
      const perEpoch = (clock.monotonicMs() - started) / (epoch - before)
      const timeLeftMs = perEpoch * (epochs - epoch)
      onProgress?.({ stage: 'epoch', step: epoch, steps: epochs, loss, watchedLoss, timeLeftMs })
    },
  }
}

export function trainedSystem(
  name: SystemName,
  network: Network,
  { weights, bestEpoch, epochs, engine }: TrainedNetwork,
  startText: string,
  cells: MapCells,
  graph: (weights: NetworkWeights) => Uint8Array,
): TrainedNetworkSystem {
  return {
    name,
    parameters: parameterCount(network),
    network,
    weights,
    epochs,
    bestEpoch,
    engine,
    startText,
    map: { method: 'grad-cam', cells },
    scores: ({ spectra, points }) => runGraph(graph(weights), spectra, [1, points], 'logit'),
    toOnnx: (temperature) => graph(foldTemperature(weights, temperature)),
  }
}
