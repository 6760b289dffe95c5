import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OnnxGraph, type Value } from '../../electron/models/onnx/onnxGraph'

/** Points that the shipped recipe baseline-first leaves. */
export const POINTS = 1200

/** A small network of two convolved channels and three classes, as somebody might bring it. */
export interface SmallModel {
  batch?: 1 | 'batch'
  layout?: 'channels-first' | 'channels-last'
  /** A factor on its numbers; infinity makes it say what is no number. */
  scale?: number
}

/** In: `x` [batch, 1, 1200]. Map: `map`, 4 channels. Out: `scores` [batch, 3], unnormalised. */
export function smallOnnx({
  batch = 'batch',
  layout = 'channels-first',
  scale = 1,
}: SmallModel = {}): Uint8Array {
  const graph = new OnnxGraph('small')
  const x = graph.input('x', [batch, 1, POINTS])
  const kernel = graph.constant(
    Float32Array.from({ length: 4 * 9 }, (_, i) => Math.sin(1 + 7 * i)),
    [4, 1, 9],
  )
  const convolved = graph.node('Relu', [
    graph.node('Conv', [x, kernel], { kernel_shape: [9], pads: [4, 4], strides: [8] }),
  ])
  const turned =
    layout === 'channels-first' ? convolved : graph.node('Transpose', [convolved], { perm: [0, 2, 1] })
  // An output has a name that is known outside.
  graph.output('map', turned, layout === 'channels-first' ? [batch, 4, 150] : [batch, 150, 4])
  const axis = layout === 'channels-first' ? 2 : 1
  const mean = graph.node('ReduceMean', ['map' as Value], { axes: [axis], keepdims: 0 })
  const weights = graph.constant(
    Float32Array.from({ length: 12 }, (_, i) => scale * Math.cos(2 + 3 * i)),
    [4, 3],
  )
  graph.output('scores', graph.node('MatMul', [mean, weights]), [batch, 3])
  return graph.toBytes()
}

export const smallManifest = {
  format: 'onnx',
  name: 'small',
  input: { name: 'x', shape: ['batch', 1, POINTS] },
  output: { name: 'scores', kind: 'logits' },
  classes: ['naevus', 'melanoma', 'basal cell carcinoma'],
  malignant: ['melanoma', 'basal cell carcinoma'],
  featureMap: { tensor: 'map' },
  recipe: 'baseline-first',
  threshold: 0.5,
  provenance: { origin: 'instrument', text: 'Made for a test; it has learnt nothing.' },
}

export function writeModel(
  folder: string,
  manifest: object = smallManifest,
  onnx: Uint8Array | string = smallOnnx(),
): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'model.onnx'), onnx)
  return folder
}
