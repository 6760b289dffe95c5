import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ready, File, type Group } from 'h5wasm/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sizeOf } from '../architectures/networkWeights'
import { residualConvolutions, type ResidualNetwork } from '../architectures/residualNetwork'
import { OnnxGraph } from '../onnx/onnxGraph'
import { bytesField, concatenate, integerField, messageField, stringField } from '../onnx/protobuf'
import { tinyResidual, uniform } from '../training/exampleNetworks'
import { loadResidualCheckpoint } from './residualCheckpoint'
import { writeSafetensors, type CheckpointTensor } from './safetensors'

type Tensors = Map<string, CheckpointTensor>
const network = tinyResidual
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stokes-checkpoint-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Names written out by hand, as the libraries have them. */
const torchvisionNames: Record<string, [convolution: string, normalisation: string]> = {
  stem: ['conv1', 'bn1'],
  'stage1.block1.conv1': ['layer1.0.conv1', 'layer1.0.bn1'],
  'stage1.block1.conv2': ['layer1.0.conv2', 'layer1.0.bn2'],
  'stage1.block1.conv3': ['layer1.0.conv3', 'layer1.0.bn3'],
  'stage1.block1.shortcut': ['layer1.0.downsample.0', 'layer1.0.downsample.1'],
  'stage1.block2.conv1': ['layer1.1.conv1', 'layer1.1.bn1'],
  'stage1.block2.conv2': ['layer1.1.conv2', 'layer1.1.bn2'],
  'stage1.block2.conv3': ['layer1.1.conv3', 'layer1.1.bn3'],
  'stage2.block1.conv1': ['layer2.0.conv1', 'layer2.0.bn1'],
  'stage2.block1.conv2': ['layer2.0.conv2', 'layer2.0.bn2'],
  'stage2.block1.conv3': ['layer2.0.conv3', 'layer2.0.bn3'],
  'stage2.block1.shortcut': ['layer2.0.downsample.0', 'layer2.0.downsample.1'],
  'stage2.block2.conv1': ['layer2.1.conv1', 'layer2.1.bn1'],
  'stage2.block2.conv2': ['layer2.1.conv2', 'layer2.1.bn2'],
  'stage2.block2.conv3': ['layer2.1.conv3', 'layer2.1.bn3'],
}
const kerasNames: Record<string, string> = {
  stem: 'conv1',
  'stage1.block1.conv1': 'conv2_block1_1',
  'stage1.block1.conv2': 'conv2_block1_2',
  'stage1.block1.conv3': 'conv2_block1_3',
  'stage1.block1.shortcut': 'conv2_block1_0',
  'stage1.block2.conv1': 'conv2_block2_1',
  'stage1.block2.conv2': 'conv2_block2_2',
  'stage1.block2.conv3': 'conv2_block2_3',
  'stage2.block1.conv1': 'conv3_block1_1',
  'stage2.block1.conv2': 'conv3_block1_2',
  'stage2.block1.conv3': 'conv3_block1_3',
  'stage2.block1.shortcut': 'conv3_block1_0',
  'stage2.block2.conv1': 'conv3_block2_1',
  'stage2.block2.conv2': 'conv3_block2_2',
  'stage2.block2.conv3': 'conv3_block2_3',
}

function torchvision(): Tensors {
  const tensors: Tensors = new Map()
  let seed = 1
  const put = (name: string, shape: number[]) =>
    tensors.set(name, { shape, values: uniform(sizeOf(shape), seed++) })
  for (const { name, width, channels, filters } of residualConvolutions(network)) {
    const [convolution, normalisation] = torchvisionNames[name]!
    put(`${convolution}.weight`, [filters, name === 'stem' ? 3 : channels, width, width])
    for (const part of ['weight', 'bias', 'running_mean', 'running_var'])
      put(`${normalisation}.${part}`, [filters])
  }
  put('fc.weight', [1000, 12])
  return tensors
}

function keras(): Tensors {
  const tensors: Tensors = new Map()
  let seed = 1
  const put = (name: string, shape: number[]) =>
    tensors.set(name, { shape, values: uniform(sizeOf(shape), seed++) })
  for (const { name, width, channels, filters } of residualConvolutions(network)) {
    const layer = kerasNames[name]!
    put(`${layer}_conv/kernel`, [width, width, name === 'stem' ? 3 : channels, filters])
    put(`${layer}_conv/bias`, [filters])
    for (const part of ['gamma', 'beta', 'moving_mean', 'moving_variance'])
      put(`${layer}_bn/${part}`, [filters])
  }
  return tensors
}

async function writeKeras(path: string, tensors: Tensors, root = ''): Promise<void> {
  const { FS } = await ready
  const file = new File('written.h5', 'w')
  const top = root === '' ? file : file.create_group(root)
  for (const [name, { shape, values }] of tensors) {
    const [layer, weight] = name.split('/') as [string, string]
    const group = top.get(layer) ?? top.create_group(layer)
    const inner = (group as Group).get(layer) ?? (group as Group).create_group(layer)
    ;(inner as Group).create_dataset({ name: `${weight}:0`, data: values, shape: [...shape] })
  }
  file.close()
  await writeFile(path, FS.readFile('written.h5'))
  FS.unlink('written.h5')
}

/** A graph that holds tensors under their own names, as an export for training does. */
function onnxOf(tensors: Tensors): Uint8Array {
  const initialisers = [...tensors].map(([name, { shape, values }]) =>
    messageField(5, [
      ...shape.map((extent) => integerField(1, extent)),
      integerField(2, 1),
      stringField(8, name),
      bytesField(9, new Uint8Array(values.buffer)),
    ]),
  )
  return concatenate([integerField(1, 8), messageField(7, initialisers)])
}

const writers: [string, (path: string) => Promise<void>, () => Tensors][] = [
  ['torch.safetensors', (path) => writeFile(path, writeSafetensors(torchvision())), torchvision],
  ['torch.onnx', (path) => writeFile(path, onnxOf(torchvision())), torchvision],
  ['keras.h5', (path) => writeKeras(path, keras()), keras],
  ['keras-model.h5', (path) => writeKeras(path, keras(), 'model_weights'), keras],
]

describe('loadResidualCheckpoint', () => {
  test.each(writers)('reads %s', async (file, write, tensors) => {
    const path = join(folder, file)
    await write(path)
    const found = await loadResidualCheckpoint(path, network)
    const fromKeras = file.startsWith('keras')
    const source: Pick<ResidualNetwork, 'stride' | 'epsilon'> = fromKeras
      ? { stride: 'first', epsilon: 1.001e-5 }
      : { stride: 'second', epsilon: 1e-5 }
    expect(found.network).toEqual({ ...network, ...source })
    expect(found.library).toBe(fromKeras ? 'Keras' : 'torchvision')
    const all = tensors()
    for (const { name, width, channels, filters } of residualConvolutions(network)) {
      const kernelName = fromKeras
        ? `${kerasNames[name]!}_conv/kernel`
        : `${torchvisionNames[name]![0]}.weight`
      const kernel = all.get(kernelName)!.values
      const inside = name === 'stem' ? 3 : channels
      const at = (row: number, column: number, channel: number, filter: number) =>
        fromKeras
          ? kernel[((row * width + column) * inside + channel) * filters + filter]!
          : kernel[((filter * inside + channel) * width + row) * width + column]!
      // The last tap of the last channel and filter: rows added up, and colours where there is one channel.
      let expected = 0
      for (let row = 0; row < width; row++)
        for (const channel of name === 'stem' ? [0, 1, 2] : [channels - 1])
          expected += at(row, width - 1, channel, filters - 1)
      expect(found.weights.get(`${name}/kernel`)!.at(-1), name).toBeCloseTo(expected, 5)
      expect(found.weights.get(`${name}/kernel`)).toHaveLength(width * channels * filters)
      const norm = fromKeras ? `${kerasNames[name]!}_bn/` : `${torchvisionNames[name]![1]}.`
      const [gamma, mean] = fromKeras ? ['gamma', 'moving_mean'] : ['weight', 'running_mean']
      expect(found.weights.get(`${name}/gamma`)).toEqual(all.get(norm + gamma)!.values)
      const bias = fromKeras ? all.get(`${kerasNames[name]!}_conv/bias`)!.values[0]! : 0
      expect(found.weights.get(`${name}/moving_mean`)![0]).toBeCloseTo(
        all.get(norm + mean)!.values[0]! - bias,
        6,
      )
    }
  })

  const write = async (file: string, bytes: Uint8Array) => {
    await writeFile(join(folder, file), bytes)
    return loadResidualCheckpoint(join(folder, file), network)
  }

  test('refuses weights of another shape, with the layer and both shapes', async () => {
    const tensors = torchvision()
    tensors.set('layer2.0.conv2.weight', { shape: [3, 3, 5, 5], values: new Float32Array(225) })
    const loading = write('shape.safetensors', writeSafetensors(tensors))
    await expect(loading).rejects.toMatchObject({ code: 'training.wrongCheckpoint' })
    await expect(loading).rejects.toThrow(
      'layer2.0.conv2.weight have the shape [3, 3, 5, 5]; a ResNet-50 has [3, 3, 3, 3]',
    )
  })

  test('refuses a missing layer, another network, and a graph whose normalisation is gone', async () => {
    const tensors = torchvision()
    tensors.delete('layer1.1.bn2.running_var')
    await expect(write('missing.safetensors', writeSafetensors(tensors))).rejects.toThrow(
      'layer1.1.bn2.running_var',
    )
    const other = writeSafetensors([['dense', { shape: [1], values: Float32Array.of(1) }]])
    await expect(write('other.safetensors', other)).rejects.toMatchObject({
      code: 'training.wrongCheckpoint',
    })
    const folded = new OnnxGraph('folded')
    folded.constant(Float32Array.of(1), [1])
    await expect(write('folded.onnx', folded.toBytes())).rejects.toThrow(
      /neither conv1_conv\/kernel nor conv1.weight/,
    )
  })

  test.each(['torch.safetensors', 'torch.onnx', 'keras.h5'])('refuses a part of %s', async (file) => {
    const whole = await readFile(join(folder, file))
    const loading = write(`part-${file}`, whole.subarray(0, Math.floor(whole.length / 2)))
    await expect(loading).rejects.toMatchObject({ code: 'training.wrongCheckpoint' })
  })

  test('says where there is no file, and which kinds it reads', async () => {
    const missing = loadResidualCheckpoint(join(folder, 'none.safetensors'), network)
    await expect(missing).rejects.toMatchObject({ code: 'file.notFound' })
    await expect(write('weights.pth', new Uint8Array(4))).rejects.toMatchObject({
      code: 'training.wrongCheckpoint',
    })
  })
})
