import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { resnet50, type ResidualNetwork } from '../architectures/residualNetwork'
import type { NetworkWeights } from '../architectures/networkWeights'
import { loadResidualCheckpoint } from '../checkpoints/residualCheckpoint'
import { residualInferenceGraph } from '../onnx/residualInferenceGraph'
import { crossEntropy } from './crossEntropy'
import { initialWeights } from './initialWeights'
import type { ResidualSettings } from './networkSettings'
import { runGraph } from './runGraph'
import { runTraining, startingRun, type Epoch } from './runTraining'
import { trainingProgram } from './trainingProgram'
import { openTrainingSession } from './trainingEngines'

/** Weights that a residual network begins with when it is brought to other data; those of the output are not used. */
export interface ResidualStart {
  network: ResidualNetwork
  weights: NetworkWeights
  /** Where they come from, in one sentence. */
  text: string
}

/**
 * Begins with a checkpoint of photographs that the user has.
 * @throws StokesError `training.wrongCheckpoint`, `file.notFound`
 */
export async function startFromCheckpoint(
  path: string,
  network: ResidualNetwork = resnet50,
): Promise<ResidualStart> {
  const checkpoint = await loadResidualCheckpoint(path, network)
  const text = `It began with the weights of a ${checkpoint.library} ResNet for photographs, its kernels added up along one axis.`
  return { network: checkpoint.network, weights: checkpoint.weights, text }
}

/** Spectra of mixtures, and how much of each molecule is in them: what a network can learn spectra from before it sees patients. */
export interface PretrainingTask {
  /** One after the other, as the recipe leaves them. */
  spectra: Float32Array
  points: number
  molecules: readonly string[]
  /** [spectra, molecules], from 0 (none) to 1 (the most that there is). */
  abundances: Float32Array
  settings: Pick<ResidualSettings, 'batch' | 'epochs' | 'learningRate' | 'patience' | 'dropout'>
  seed: number
  /** What the spectra are, in one sentence: it becomes part of the provenance. */
  text: string
  network?: ResidualNetwork
  onEpoch?: (epoch: Epoch) => void
  signal?: AbortSignal
}

/** Share of the spectra, the last ones, that tell when to stop. */
const WATCHED_SHARE = 0.1

/**
 * Trains a whole network to tell how much of each molecule is in a spectrum: each output is a yes or no of its own, with
 * the abundance as its target.
 */
export async function pretrainResidual(task: PretrainingTask): Promise<ResidualStart> {
  const { spectra, points, molecules, abundances, settings, seed, onEpoch } = task
  const outputs = molecules.length
  const network: ResidualNetwork = {
    ...(task.network ?? resnet50),
    inputLength: points,
    dropout: settings.dropout,
    outputs,
  }
  const program = trainingProgram(network, { loss: 'sigmoid' })
  const random = xoroshiro128plus(seed)
  const start = initialWeights(network, random)
  const count = spectra.length / points
  const fitted = count - Math.max(1, Math.round(WATCHED_SHARE * count))
  const run = await runTraining(
    {
      outputs,
      dropout: { rate: settings.dropout, units: program.dropoutUnits },
      settings,
      fit: {
        targets: abundances.subarray(0, fitted * outputs),
        weights: new Float32Array(fitted).fill(1),
        input(rows) {
          const chosen = new Float32Array(rows.length * points)
          rows.forEach((row, place) => {
            chosen.set(spectra.subarray(row * points, (row + 1) * points), place * points)
          })
          return chosen
        },
      },
      async watchedLoss(weights) {
        const watched = spectra.subarray(fitted * points)
        const logits = await runGraph(residualInferenceGraph(network, weights), watched, [1, points], 'logit')
        return crossEntropy(logits, abundances.subarray(fitted * outputs), undefined, 'sigmoid', outputs)
      },
      open: (engine, state) => openTrainingSession(engine, program, state, settings.batch),
      onEpoch: ({ epochs }) => onEpoch?.(epochs.at(-1)!),
      signal: task.signal,
    },
    startingRun(start, random, 'onnx-cpu'),
  )
  const text = `It was pre-trained to tell ${outputs} molecules in ${count} simulated spectra (${task.text}), without a checkpoint.`
  return { network, weights: run.best.weights, text }
}
