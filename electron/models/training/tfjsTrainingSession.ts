import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import { StokesError } from '../../contract/errors'
import { outputLayer } from '../architectures/layerNames'
import { useTfjsBackend } from '../inference/tfjsBackend'
import { poolStatistics } from './poolStatistics'
import { ADAM } from './trainingGraph'
import { trainedSpecs, type TrainingProgram } from './trainingProgram'
import type { TrainingBatch, TrainingSession, TrainingState } from './trainingSession'

/**
 * A convolutional network as a LayersModel on TensorFlow.js, with the loss, the dropout and the optimiser of the training
 * graph. It is compared with the graph on the CPU; it has not met a GPU.
 * @throws StokesError `engine.unavailable`
 */
export async function openTfjsTraining(
  program: TrainingProgram,
  start: TrainingState,
  batch: number,
  backend: 'gpu' | 'cpu',
): Promise<TrainingSession> {
  const { network, outputs } = program
  if ('stages' in network)
    throw new StokesError('engine.unavailable', 'TensorFlow.js trains the convolutional networks alone')
  await useTfjsBackend(backend)
  const tf = await import('@tensorflow/tfjs-core')
  const { buildLayersModel, setWeights } = await import('../architectures/layersModel')
  const model = buildLayersModel(network)
  setWeights(model, network, start.weights)
  const trained = trainedSpecs(program)
  const variables = new Map(
    model.trainableWeights.map((weight) => [weight.originalName, weight.read() as unknown as Variable]),
  )
  const moment = (values: ReadonlyMap<string, Float32Array>) =>
    new Map(trained.map(({ name, shape }) => [name, tf.variable(tf.tensor(values.get(name)!, [...shape]))]))
  const first = moment(start.first)
  const second = moment(start.second)
  let averages = new Map(program.measured.map(({ name }) => [name, start.weights.get(name)!]))
  let steps = start.steps

  /** The scores of a batch; `seen` is shown what each normalisation is given. */
  const forward = (input: Float32Array, mask: Float32Array | null, seen?: (map: Tensor) => void) => {
    let value: Tensor = tf.tensor(input, [batch, program.input.points, 1])
    for (const layer of model.layers) {
      if (layer.name.startsWith('norm')) seen?.(value)
      if (layer.name === 'dropout')
        value = mask ? tf.mul(value, tf.tensor(mask, [batch, network.hidden])) : value
      else if (layer.name === outputLayer)
        value = tf.add(tf.matMul(value, variables.get('output/kernel')!), variables.get('output/bias')!)
      else value = layer.apply(value, { training: true }) as Tensor
    }
    return value
  }
  const lossOf = ({ input, targets, weights, mask }: TrainingBatch) => {
    const scores = forward(input, mask)
    const target = tf.tensor(targets, [batch, outputs])
    const entries =
      program.loss === 'sigmoid'
        ? tf.sub(tf.softplus(scores), tf.mul(scores, target))
        : tf.neg(tf.mul(tf.logSoftmax(scores), target))
    const terms = program.loss === 'sigmoid' ? outputs : 1
    return tf.div<Scalar>(tf.sum(tf.mul(entries, tf.tensor(weights, [batch, 1]))), batch * terms)
  }
  const gradients = (examples: TrainingBatch) => {
    const { value, grads } = tf.variableGrads(() => lossOf(examples), [...variables.values()])
    return { value, of: (name: string) => grads[variables.get(name)!.name]! }
  }
  const read = (values: ReadonlyMap<string, Tensor>) =>
    new Map(trained.map(({ name }) => [name, values.get(name)!.dataSync().slice() as Float32Array]))

  return {
    name: 'tfjs-node-gpu',
    async run(examples, learningRate) {
      await useTfjsBackend(backend)
      steps += 1
      const rate = (learningRate * Math.sqrt(1 - ADAM.beta2 ** steps)) / (1 - ADAM.beta1 ** steps)
      return tf.tidy(() => {
        const { value, of } = gradients(examples)
        for (const { specs, rateShare } of program.groups)
          for (const { name } of specs) {
            const [m, v, weight] = [first.get(name)!, second.get(name)!, variables.get(name)!]
            m.assign(tf.add(tf.mul(m, ADAM.beta1), tf.mul(of(name), 1 - ADAM.beta1)))
            v.assign(tf.add(tf.mul(v, ADAM.beta2), tf.mul(tf.square(of(name)), 1 - ADAM.beta2)))
            const step = tf.div(tf.mul(m, rate * rateShare), tf.add(tf.sqrt(v), ADAM.epsilon))
            weight.assign(tf.sub(weight, step))
          }
        return value.dataSync()[0]!
      })
    },
    async gradient(examples) {
      await useTfjsBackend(backend)
      let gradient = new Map<string, Float32Array>()
      const loss = tf.tidy(() => {
        const { value, of } = gradients(examples)
        gradient = read(new Map(trained.map(({ name }) => [name, of(name)])))
        return value.dataSync()[0]!
      })
      return { loss, gradient }
    },
    async measure(batches) {
      await useTfjsBackend(backend)
      const found: Map<string, Float32Array>[] = []
      for await (const examples of batches) {
        const statistics: Float32Array[] = []
        tf.tidy(() => {
          forward(examples, null, (map) => {
            const { mean, variance } = tf.moments(map, [0, 1])
            statistics.push(
              mean.dataSync().slice() as Float32Array,
              variance.dataSync().slice() as Float32Array,
            )
          })
        })
        found.push(new Map(program.measured.map(({ name }, index) => [name, statistics[index]!])))
      }
      averages = poolStatistics(found, program.measured)
    },
    state() {
      const weights = new Map([...read(variables), ...averages])
      return Promise.resolve({ weights, first: read(first), second: read(second), steps })
    },
    dispose() {
      model.dispose()
      tf.dispose([...first.values(), ...second.values()])
      return Promise.resolve()
    },
  }
}
