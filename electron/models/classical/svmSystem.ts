import type { TrainedSystem } from '../training/trainer'
import type { Value } from '../onnx/onnxGraph'
import { pointCells } from '../saliency/mapCells'
import { dot, matrixOf, multiply, rowOf, type DesignMatrix } from './designMatrix'
import { kernels, type Kernel } from './kernel'
import { linearScores, type LinearScores } from './linearScores'
import { linearSystem } from './linearSystem'
import { saliencyGraph } from './saliencyGraph'
import { standardise, type Standardisation } from './standardise'
import { windowMeans, type Window } from './windows'

export interface SvmSystem {
  /** Of the spectra learnt from, by point. */
  mean: Float64Array
  /** Those chosen. */
  windows: readonly Window[]
  /** Of the means of the windows. */
  standardisation: Standardisation
  kernel: Kernel
  /** Standardised means, [support vectors, windows]. */
  supportVectors: DesignMatrix
  /** Of the kernels with the support vectors. */
  machines: LinearScores
}

/** Support vector machines on the means of chosen windows, their decisions taken as scores. */
export function svmSystem(system: SvmSystem): TrainedSystem {
  const { mean, windows, standardisation, kernel, supportVectors, machines } = system
  const { weights, biases } = machines
  const parameters = supportVectors.values.length + weights.values.length + biases.length
  if (kernel.name === 'linear') {
    const slopes = multiply(multiply(weights, supportVectors), projection(system))
    return linearSystem({ name: 'svm-ga', parameters, mean, scores: { weights: slopes, biases } })
  }
  return {
    name: 'svm-ga',
    parameters,
    map: { method: 'gradient-input', cells: pointCells(mean.length) },
    scores: (examples) => {
      const means = standardise(windowMeans(matrixOf(examples), windows), standardisation)
      const { values } = linearScores(kernels(means, supportVectors, kernel), machines)
      return Promise.resolve(Float32Array.from(values))
    },
    toOnnx: (temperature) => radialGraph(system, temperature),
  }
}

/** What takes a spectrum less the mean to the standardised means of the windows, [windows, points]. */
function projection({ mean, windows, standardisation }: SvmSystem): DesignMatrix {
  const columns = mean.length
  const values = new Float64Array(windows.length * columns)
  windows.forEach(({ start, end }, place) => {
    values.fill(
      standardisation.factors[place]! / (end - start),
      place * columns + start,
      place * columns + end,
    )
  })
  return { values, rows: windows.length, columns }
}

/**
 * With k_i = exp(-γ |u - s_i|²) a score is Σ c_i k_i + b, and its derivative with respect to u is
 * 2 γ (Σ c_i k_i s_i - u Σ c_i k_i), so that the map needs no gradient of the engine.
 */
function radialGraph(system: SvmSystem, temperature: number): Uint8Array {
  const { mean, kernel, supportVectors, machines } = system
  const { gamma } = kernel
  const scores = machines.biases.length
  return saliencyGraph('svm-ga', mean, scores, (graph, deviation) => {
    const constant = ({ values, rows, columns }: DesignMatrix, factor = 1) =>
      graph.constant(
        Float32Array.from(values, (value) => value * factor),
        [rows, columns],
      )
    const project = constant(projection(system))
    const vectors = constant(supportVectors)
    const coefficients = constant(machines.weights, 1 / temperature)
    const bias = constant({ values: machines.biases, rows: 1, columns: scores }, 1 / temperature)
    const squares = Float64Array.from({ length: supportVectors.rows }, (_, index) => {
      const vector = rowOf(supportVectors, index)
      return dot(vector, vector)
    })
    const offsets = constant({ values: squares, rows: 1, columns: squares.length }, -gamma)
    const alpha = { float: 2 * gamma }

    const means = graph.node('Gemm', [deviation, project], { transB: 1 })
    const products = graph.node('Gemm', [means, vectors, offsets], { transB: 1, alpha })
    const square = graph.node('ReduceSumSquare', [means], { axes: [1], keepdims: 1 })
    const exponent = graph.node('Sub', [products, graph.node('Mul', [square, graph.constant(gamma)])])
    const similarity = graph.node('Exp', [exponent])
    const eachScore = (value: Value) => graph.node('Unsqueeze', [value, graph.integers([1])])
    const pulls = graph.node('Mul', [eachScore(similarity), coefficients])
    const total = graph.node('ReduceSum', [pulls, graph.integers([2])], { keepdims: 1 })
    const slope = graph.node('Sub', [
      graph.node('MatMul', [pulls, vectors]),
      graph.node('Mul', [total, eachScore(means)]),
    ])
    const steep = graph.node('Mul', [slope, graph.constant(2 * gamma)])
    return {
      logit: graph.node('Gemm', [similarity, coefficients, bias], { transB: 1 }),
      gradient: graph.node('MatMul', [steep, project]),
    }
  })
}
