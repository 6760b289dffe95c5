import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import type { NetworkWeights } from '../architectures/networkWeights'
import { inferAll } from '../inference/inferAll'
import { openOnnxEngine } from '../inference/onnxEngine'
import { inferenceGraph } from '../onnx/inferenceGraph'
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
}

/** The paper's: Adam, cosine annealing, early stopping. */
export const paperSettings: TrainingSettings = { batch: 32, epochs: 100, learningRate: 1e-3, patience: 15 }

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
export async function trainNetwork({
  network,
  fit,
  watched,
  seed,
  settings = paperSettings,
  onEpoch,
  signal,
}: TrainingTask): Promise<TrainedNetwork> {
  const random = xoroshiro128plus(seed)
  const { batch, epochs, learningRate, patience } = settings
  const classWeights = balancedClassWeights(fit.targets)
  const start = initialWeights(network, random)
  const step = await openTrainingStep(network, start, batch)
  const stepsAnEpoch = Math.floor(fit.targets.length / batch)
  const history: Epoch[] = []
  let best = { epoch: 0, watchedLoss: Infinity, weights: start }
  try {
    for (let epoch = 1; epoch <= epochs && epoch <= best.epoch + patience; epoch++) {
      const order = shuffled(fit.targets.keys(), random)
      let total = 0
      for (let i = 0; i < stepsAnEpoch; i++) {
        signal?.throwIfAborted()
        const { spectra, targets } = select(fit, order.slice(i * batch, (i + 1) * batch))
        const progress = (epoch - 1 + i / stepsAnEpoch) / epochs
        const annealed = (learningRate * (1 + Math.cos(Math.PI * progress))) / 2
        const weights = targets.map((target) => classWeights[target === 1 ? 1 : 0])
        const mask = dropoutMask(batch * network.hidden, network.dropout, random)
        const { loss } = await step.run({ spectra, targets, weights, mask }, annealed)
        total += loss
      }
      const weights = step.weights()
      const watchedLoss = crossEntropy(await logits(network, weights, watched), watched.targets, classWeights)
      const record = { epoch, loss: total / stepsAnEpoch, watchedLoss }
      history.push(record)
      onEpoch?.(record)
      if (watchedLoss < best.watchedLoss) best = { epoch, watchedLoss, weights }
    }
  } finally {
    await step.dispose()
  }
  return { weights: best.weights, bestEpoch: best.epoch, epochs: history }
}

/** What the network says with these weights. */
async function logits(
  network: ConvolutionalNetwork,
  weights: NetworkWeights,
  { spectra, targets }: LabelledSpectra,
): Promise<Float32Array> {
  const engine = await openOnnxEngine({ network, onnx: inferenceGraph(network, weights) }, 'cpu')
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
