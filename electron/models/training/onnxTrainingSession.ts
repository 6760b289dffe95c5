import type { InferenceSession as Session, Tensor as OrtTensor } from 'onnxruntime-node'
import { requireVulkanDriver } from './requireVulkanDriver'
import { poolStatistics } from './poolStatistics'
import { ADAM, copyGraph, stateKinds, statisticsGraph, stateVectors, trainingGraph } from './trainingGraph'
import { trainedSpecs, type TrainingProgram } from './trainingProgram'
import type { TrainingBatch, TrainingSession, TrainingState } from './trainingSession'
import { sleepingThreads } from '../onnx/sleepingThreads'
import { joinWeights, splitWeights } from './weightVectors'

/** Two threads on every machine: with one, sums are taken in another order and the run does not repeat to the bit. */
const THREADS = 2
const engineOf = { cpu: 'onnx-cpu', webgpu: 'onnx-webgpu' } as const

/**
 * A training program on ONNX Runtime. On WebGPU the state stays on the GPU from step to step.
 * @throws StokesError `engine.unavailable`, or Error where the runtime does not load or refuses the graph
 */
export async function openOnnxTraining(
  program: TrainingProgram,
  start: TrainingState,
  batch: number,
  provider: 'cpu' | 'webgpu' = 'cpu',
): Promise<TrainingSession> {
  if (provider === 'webgpu') requireVulkanDriver()
  const { InferenceSession, Tensor } = await import('onnxruntime-node')
  const vectors = stateVectors(program)
  const tape = { knowsPlaces: provider === 'cpu' }
  const stateNames = vectors.flatMap(({ name }) => stateKinds.map((kind) => `${kind}.${name}`))
  const open = (graph: Uint8Array, onGpu: readonly string[]) =>
    InferenceSession.create(graph, {
      executionProviders: [provider],
      intraOpNumThreads: THREADS,
      logSeverityLevel: 3,
      extra: sleepingThreads,
      ...(provider === 'webgpu' &&
        onGpu.length > 0 && {
          preferredOutputLocation: Object.fromEntries(onGpu.map((name) => [name, 'gpu-buffer' as const])),
        }),
    })
  const nextNames = stateNames.map((name) => `next.${name}`)
  const session = await open(trainingGraph(program, batch, tape), nextNames)
  let statistics: Session | undefined
  let copy: Session | undefined

  const tensor = (values: Float32Array, shape: readonly number[]) => new Tensor('float32', values, shape)
  let state = new Map<string, OrtTensor>()
  for (const { name, specs, size } of vectors) {
    state.set(`trained.${name}`, tensor(joinWeights(start.weights, specs), [size]))
    state.set(`first.${name}`, tensor(joinWeights(start.first, specs), [size]))
    state.set(`second.${name}`, tensor(joinWeights(start.second, specs), [size]))
  }
  let averages = new Map(program.measured.map(({ name }) => [name, start.weights.get(name)!]))
  let steps = start.steps

  const inputOf = (values: Float32Array) =>
    tensor(values, [batch, program.input.channels, program.input.points])
  const feeds = ({ input, targets, weights, mask }: TrainingBatch, rate: number) => ({
    input: inputOf(input),
    target: tensor(targets, [batch, program.outputs]),
    weight: tensor(weights, [batch, 1]),
    mask: tensor(mask, [batch, program.dropoutUnits]),
    rate: new Tensor('float32', [rate], []),
    ...Object.fromEntries(state),
  })
  const read = (prefix: string, source: (name: string) => OrtTensor) => {
    const parts = new Map<string, Float32Array>()
    for (const { name, specs } of vectors) {
      const values = source(`${prefix}.${name}`).data as Float32Array
      for (const [weight, part] of splitWeights(values, specs)) parts.set(weight, part)
    }
    return new Map(trainedSpecs(program).map(({ name }) => [name, parts.get(name)!]))
  }

  return {
    name: engineOf[provider],
    async run(examples, learningRate) {
      steps += 1
      const rate = (learningRate * Math.sqrt(1 - ADAM.beta2 ** steps)) / (1 - ADAM.beta1 ** steps)
      const outputs = await session.run(feeds(examples, rate), ['loss', ...nextNames])
      const before = state
      state = new Map(stateNames.map((name) => [name, outputs[`next.${name}`]!]))
      for (const old of before.values()) if (old.location === 'gpu-buffer') old.dispose()
      return (outputs.loss!.data as Float32Array)[0]!
    },
    async gradient(examples) {
      // A session that keeps outputs on the GPU gives them all or none: this one keeps none.
      const own = await open(trainingGraph(program, batch, tape), [])
      try {
        const names = vectors.map(({ name }) => `gradient.${name}`)
        const outputs = await own.run(feeds(examples, 0), ['loss', ...names])
        const gradient = read('gradient', (name) => outputs[name]!)
        return { loss: (outputs.loss!.data as Float32Array)[0]!, gradient }
      } finally {
        await own.release()
      }
    },
    async measure(batches) {
      statistics ??= await open(statisticsGraph(program, batch, tape), [])
      const trained = vectors.map(({ name }) => [`trained.${name}`, state.get(`trained.${name}`)!] as const)
      const found: Map<string, Float32Array>[] = []
      for await (const examples of batches) {
        const outputs = await statistics.run({ input: inputOf(examples), ...Object.fromEntries(trained) })
        found.push(splitWeights(outputs.measured!.data as Float32Array, program.measured))
      }
      averages = poolStatistics(found, program.measured)
    },
    async state() {
      let inMemory = state
      if (provider === 'webgpu') {
        // Electron ends when a buffer of the GPU is read, so a graph brings it.
        copy ??= await open(copyGraph(program), [])
        const outputs = await copy.run(Object.fromEntries(state))
        inMemory = new Map(stateNames.map((name) => [name, outputs[`copy.${name}`]!]))
      }
      const part = (kind: (typeof stateKinds)[number]) => read(kind, (name) => inMemory.get(name)!)
      const weights = new Map([...part('trained'), ...averages])
      return { weights, first: part('first'), second: part('second'), steps }
    },
    async dispose() {
      for (const each of state.values()) if (each.location === 'gpu-buffer') each.dispose()
      await session.release()
      await statistics?.release()
      await copy?.release()
    },
  }
}
