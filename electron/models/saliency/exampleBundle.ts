import { linearSystem } from '../classical/linearSystem'
import type { BroughtBundle } from '../registry/modelBundle'

/** For tests: a model whose logit is the sum of a spectrum's points, each by its weight. */
export function linearBundle(weights: readonly number[]): BroughtBundle {
  const points = weights.length
  const system = linearSystem({
    name: 'logistic',
    parameters: points + 1,
    mean: new Float64Array(points),
    scores: {
      weights: { values: Float64Array.from(weights), rows: 1, columns: points },
      biases: Float64Array.of(0),
    },
  })
  return {
    name: 'linear',
    hash: '',
    architecture: 'linear',
    recipe: { name: 'none', steps: [] },
    recipeHash: '',
    grid: Float64Array.from({ length: points }, (_, i) => 600 + 2 * i),
    classes: [
      { name: 'benign', malignant: false },
      { name: 'malignant', malignant: true },
    ],
    threshold: 0.5,
    prevalence: null,
    leastSureness: null,
    origin: 'simulated',
    provenance: '',
    figures: null,
    familiar: null,
    trainingHash: null,
    saliencyMethod: 'gradient-input',
    cells: system.map!.cells,
    reference: [],
    onnx: system.toOnnx(1)!,
    inputLength: points,
    input: { name: 'spectrum', shape: [1, points] },
    batch: null,
    output: { name: 'logit', kind: 'logit', size: 1, asked: [1] },
    featureMap: null,
    map: { output: 'cam', length: points, speaksFor: 'malignant' },
  }
}
