import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import type { NetworkWeights } from '../architectures/networkWeights'
import { inferenceGraph } from '../onnx/inferenceGraph'
import { augment, type Augmentation } from './augment'
import { balancedClassWeights, crossEntropy } from './crossEntropy'
import { initialWeights } from './initialWeights'
import { select, type LabelledSpectra } from './labelledSpectra'
import { runGraph } from './runGraph'
import { runTraining, startingRun, type Epoch, type RunSettings, type RunState } from './runTraining'
import { trainingProgram, type TrainingProgram } from './trainingProgram'
import { openTrainingSession } from './trainingEngines'
import { startingState, type TrainingEngineName, type TrainingState } from './trainingSession'

export interface TrainingSettings extends RunSettings {
  /** How spectra are varied each time they are learnt from; null leaves them as they are. */
  augmentation: Augmentation | null
}

/** Adam, cosine annealing and early stopping are the paper's; it says nothing of augmentation. */
export const defaultSettings: TrainingSettings = {
  batch: 32,
  epochs: 100,
  learningRate: 1e-3,
  patience: 15,
  augmentation: { shift: 2, noise: 0.1 },
}

export interface TrainingTask {
  network: ConvolutionalNetwork
  /** What the network learns from. */
  fit: LabelledSpectra
  /** What tells when to stop: other patients than those of `fit`. */
  watched: LabelledSpectra
  seed: number
  settings?: TrainingSettings
  /** What computes. @default onnx-cpu */
  chooseEngine?: (program: TrainingProgram, start: TrainingState) => Promise<TrainingEngineName>
  /** State of a run of the same task that was interrupted. */
  resumeFrom?: RunState | null
  onEpoch?: (epoch: Epoch, run: RunState) => void | Promise<void>
  signal?: AbortSignal | undefined
}

export interface TrainedNetwork {
  /** Of the epoch with the lowest watched loss. */
  weights: NetworkWeights
  bestEpoch: number
  epochs: Epoch[]
  /** What computed the last epoch. */
  engine: TrainingEngineName
}

/**
 * Trains a convolutional network from nothing. The same task gives the same bytes on the same machine, resumed or not.
 * @throws the reason of `signal` when it is aborted
 */
export async function trainNetwork(task: TrainingTask): Promise<TrainedNetwork> {
  const { network, fit, watched, seed, settings = defaultSettings, onEpoch } = task
  const { augmentation } = settings
  const program = trainingProgram(network)
  const { outputs, loss } = program
  const classWeights = balancedClassWeights(fit.targets, Math.max(2, outputs))
  const weightsOf = (labels: Float32Array) => Array.from(labels, (label) => classWeights[label]!)
  const random = xoroshiro128plus(seed)
  const start = initialWeights(network, random)
  const engine =
    (!task.resumeFrom && (await task.chooseEngine?.(program, startingState(start)))) || 'onnx-cpu'
  const run = await runTraining(
    {
      outputs,
      dropout: { rate: network.dropout, units: program.dropoutUnits },
      settings,
      fit: {
        targets: oneHot(fit.targets, outputs),
        weights: Float32Array.from(weightsOf(fit.targets)),
        input: (rows) => select(fit, rows).spectra,
        ...(augmentation && {
          varied: (spectra, rows, generator) =>
            augment(spectra, network.inputLength, augmentation, generator, select(fit, rows).targets),
        }),
      },
      async watchedLoss(weights) {
        const onnx = inferenceGraph(network, weights)
        const logit = await runGraph(onnx, watched.spectra, [1, network.inputLength], 'logit')
        return crossEntropy(
          logit,
          oneHot(watched.targets, outputs),
          weightsOf(watched.targets),
          loss,
          outputs,
        )
      },
      open: (engine, state) => openTrainingSession(engine, program, state, settings.batch),
      onEpoch: (state) => onEpoch?.(state.epochs.at(-1)!, state),
      signal: task.signal,
    },
    task.resumeFrom ?? startingRun(start, random, engine),
  )
  return trainedBy(run)
}

export function trainedBy({ best, epochs, engine }: RunState): TrainedNetwork {
  return { weights: best.weights, bestEpoch: best.epoch, epochs, engine }
}

/** Of two classes the label itself; of more, a row of 0 with a 1 where the class is. */
export function oneHot(labels: Float32Array, outputs: number): Float32Array {
  if (outputs === 1) return labels
  const targets = new Float32Array(labels.length * outputs)
  labels.forEach((label, row) => (targets[row * outputs + label] = 1))
  return targets
}
