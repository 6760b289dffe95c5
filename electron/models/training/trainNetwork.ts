import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import type { NetworkWeights } from '../architectures/networkWeights'
import { inferAll } from '../inference/inferAll'
import { openOnnxEngine } from '../inference/onnxEngine'
import { inferenceGraph } from '../onnx/inferenceGraph'
import { augment, type Augmentation } from './augment'
import { balancedClassWeights, crossEntropy } from './crossEntropy'
import { initialWeights } from './initialWeights'
import { select, type LabelledSpectra } from './labelledSpectra'
import { shuffled } from './shuffled'
import { openTrainingStep } from './trainingStep'

export interface TrainingSettings {
  batch: number
  epochs: number
  learningRate: number
  /** Epochs without a lower loss on the watched spectra after which training ends. */
  patience: number
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

export interface Epoch {
  /** Counted from 1. */
  epoch: number
  /** Mean over the steps of the epoch, with dropout. */
  loss: number
  /** On the watched spectra, without dropout, after the epoch. */
  watchedLoss: number
}

export interface TrainingTask {
  network: ConvolutionalNetwork
  /** What the network learns from. */
  fit: LabelledSpectra
  /** What tells when to stop: other patients than those of `fit`. */
  watched: LabelledSpectra
  seed: number
  settings?: TrainingSettings
  onEpoch?: (epoch: Epoch) => void
  signal?: AbortSignal
}

export interface TrainedNetwork {
  /** Of the epoch with the lowest watched loss. */
  weights: NetworkWeights
  bestEpoch: number
  epochs: Epoch[]
}

/**
 * Trains a network from nothing. The last spectra of an epoch that fill no batch are left out of it; the order is drawn
 * anew each time. The same task gives the same bytes on the same machine.
 * @throws the reason of `signal` when it is aborted
 */
export async function trainNetwork(task: TrainingTask): Promise<TrainedNetwork> {
  const { network, fit, watched, seed, settings = defaultSettings, onEpoch } = task
  const random = xoroshiro128plus(seed)
  const classWeights = balancedClassWeights(fit.targets)
  const start = initialWeights(network, random)
  const step = await openTrainingStep(network, start, settings.batch)
  const epochs: Epoch[] = []
  let best = { epoch: 0, watchedLoss: Infinity, weights: start }
  try {
    for (let epoch = 1; epoch <= settings.epochs && epoch <= best.epoch + settings.patience; epoch++) {
      const batches = batchesOf(shuffled(fit.targets.keys(), random), settings.batch).map((chosen) =>
        select(fit, chosen),
      )
      let total = 0
      for (const [index, { spectra, targets }] of batches.entries()) {
        task.signal?.throwIfAborted()
        const batch = {
          spectra: settings.augmentation
            ? augment(spectra, network.inputLength, settings.augmentation, random)
            : spectra,
          targets,
          weights: targets.map((target) => classWeights[target === 1 ? 1 : 0]),
          mask: dropoutMask(settings.batch * network.hidden, network.dropout, random),
        }
        const progress = (epoch - 1 + index / batches.length) / settings.epochs
        const { loss } = await step.run(batch, annealed(settings.learningRate, progress))
        total += loss
      }
      await step.measure(batches.map(({ spectra }) => spectra))
      const weights = step.weights()
      const watchedLoss = crossEntropy(await logits(network, weights, watched), watched.targets, classWeights)
      const record = { epoch, loss: total / batches.length, watchedLoss }
      epochs.push(record)
      onEpoch?.(record)
      if (watchedLoss < best.watchedLoss) best = { epoch, watchedLoss, weights }
    }
  } finally {
    await step.dispose()
  }
  return { weights: best.weights, bestEpoch: best.epoch, epochs }
}

/** Whole batches of an order; what fills none is left out. */
function batchesOf(order: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.floor(order.length / size) }, (_, index) =>
    order.slice(index * size, (index + 1) * size),
  )
}

/** Cosine annealing (Loshchilov and Hutter, 10.48550/arXiv.1608.03983) without restarts; `progress` from 0 to 1. */
function annealed(learningRate: number, progress: number): number {
  return (learningRate * (1 + Math.cos(Math.PI * progress))) / 2
}

/** What the network says with these weights. */
async function logits(
  network: ConvolutionalNetwork,
  weights: NetworkWeights,
  { spectra, targets }: LabelledSpectra,
): Promise<Float32Array> {
  const engine = await openOnnxEngine({ network, onnx: inferenceGraph(network, weights) }, 'onnx-cpu')
  try {
    return (await inferAll(engine, spectra, targets.length)).logit
  } finally {
    await engine.dispose()
  }
}

function dropoutMask(length: number, rate: number, random: RandomGenerator): Float32Array {
  const kept = 1 / (1 - rate)
  return Float32Array.from({ length }, () => (uniformFloat64(random) < rate ? 0 : kept))
}
