import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { sizeOf, weightOf, type NetworkWeights, type WeightSpec } from '../architectures/networkWeights'
import { ADAM, statisticsGraph, totalSize, trainingGraph, trainingLayout } from './trainingGraph'

/** What a step learns from: as many of each as the step's batch. */
export interface TrainingBatch {
  /** One spectrum after the other. */
  spectra: Float32Array
  /** 1 malignant, 0 benign. */
  targets: Float32Array
  /** What each spectrum counts in the loss. */
  weights: Float32Array
  /** Dropout: `hidden` numbers a spectrum, 0 or 1 / (1 - rate). */
  mask: Float32Array
}

export interface TrainingStep {
  /** Takes one step down the gradient; gives the loss before it. */
  run(batch: TrainingBatch, learningRate: number): Promise<{ loss: number; gradient: Float32Array }>
  /**
   * Measures the averages by which inference normalises, with the weights as they are now, over whole batches of
   * spectra. Averages that follow along while the weights move lag behind them, and what a network says with them
   * jumps from epoch to epoch (Wu and Johnson, 10.48550/arXiv.2105.07576).
   */
  measure(batches: readonly Float32Array[]): Promise<void>
  /** The weights as they are now, with the averages as they were measured last. */
  weights(): NetworkWeights
  dispose(): Promise<void>
}

/** Two threads on every machine: with one, sums are taken in another order and the run does not repeat to the bit. */
const THREADS = 2

/** The training graph of a network on ONNX Runtime's CPU, with the state that goes from step to step. */
export async function openTrainingStep(
  network: ConvolutionalNetwork,
  start: NetworkWeights,
  batch: number,
): Promise<TrainingStep> {
  const options = { intraOpNumThreads: THREADS, logSeverityLevel: 3 as const }
  const session = await InferenceSession.create(trainingGraph(network, batch), options)
  const statistics = await InferenceSession.create(statisticsGraph(network, batch), options)
  const { trained, measured } = trainingLayout(network)
  const size = totalSize(trained)
  let state: Record<'trained' | 'firstMoment' | 'secondMoment', Tensor> = {
    trained: vector(join(start, trained)),
    firstMoment: vector(new Float32Array(size)),
    secondMoment: vector(new Float32Array(size)),
  }
  let averages = split(join(start, measured), measured)
  let steps = 0
  const spectrumOf = (spectra: Float32Array) =>
    new Tensor('float32', spectra, [batch, 1, network.inputLength])
  return {
    async run({ spectra, targets, weights, mask }, learningRate) {
      steps += 1
      const rate = (learningRate * Math.sqrt(1 - ADAM.beta2 ** steps)) / (1 - ADAM.beta1 ** steps)
      const outputs = await session.run({
        spectrum: spectrumOf(spectra),
        target: new Tensor('float32', targets, [batch, 1]),
        weight: new Tensor('float32', weights, [batch, 1]),
        mask: new Tensor('float32', mask, [batch, network.hidden]),
        rate: new Tensor('float32', [rate], []),
        ...state,
      })
      const next = (name: keyof typeof state) => outputs[`next.${name}`]!
      state = {
        trained: next('trained'),
        firstMoment: next('firstMoment'),
        secondMoment: next('secondMoment'),
      }
      const [loss] = outputs.loss!.data as Float32Array
      return { loss: loss!, gradient: outputs.gradient!.data as Float32Array }
    },
    async measure(batches) {
      const found: Map<string, Float32Array>[] = []
      for (const spectra of batches) {
        const outputs = await statistics.run({ spectrum: spectrumOf(spectra), trained: state.trained })
        found.push(split(outputs.measured!.data as Float32Array, measured))
      }
      averages = pool(found, measured)
    },
    weights: () => new Map([...split(state.trained.data as Float32Array, trained), ...averages]),
    async dispose() {
      await session.release()
      await statistics.release()
    },
  }
}

/** Means and variances of several batches of one size as those of all together. */
function pool(
  batches: readonly ReadonlyMap<string, Float32Array>[],
  specs: readonly WeightSpec[],
): Map<string, Float32Array> {
  const average = (of: (batch: ReadonlyMap<string, Float32Array>) => number) =>
    batches.reduce((sum, batch) => sum + of(batch), 0) / batches.length
  return new Map(
    specs.map(({ name, role, shape }) => {
      const meanName = name.replace('moving_variance', 'moving_mean')
      const values = Float32Array.from({ length: sizeOf(shape) }, (_, channel) => {
        const mean = average((batch) => batch.get(meanName)![channel]!)
        if (role === 'movingMean') return mean
        return average((batch) => batch.get(name)![channel]! + (batch.get(meanName)![channel]! - mean) ** 2)
      })
      return [name, values]
    }),
  )
}

function vector(values: Float32Array): Tensor {
  return new Tensor('float32', values, [values.length])
}

function join(weights: NetworkWeights, specs: readonly WeightSpec[]): Float32Array {
  const values = new Float32Array(totalSize(specs))
  let offset = 0
  for (const { name } of specs) {
    const part = weightOf(weights, name)
    values.set(part, offset)
    offset += part.length
  }
  return values
}

/** The parts of one vector, by name: the inverse of {@link join}. */
export function split(values: Float32Array, specs: readonly WeightSpec[]): Map<string, Float32Array> {
  let offset = 0
  return new Map(
    specs.map(({ name, shape }) => {
      const start = offset
      offset += sizeOf(shape)
      return [name, values.slice(start, offset)] as const
    }),
  )
}
