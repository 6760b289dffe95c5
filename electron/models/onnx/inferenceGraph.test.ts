import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { grad, log, mean, mul, sub, sum, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { cnn5, mapLength, type ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { lastMapLayer } from '../architectures/layerNames'
import { buildLayersModel, setWeights } from '../architectures/layersModel'
import type { NetworkWeights } from '../architectures/networkWeights'
import { openOnnxEngine } from '../inference/onnxEngine'
import { oddsMap } from '../inference/oddsMap'
import { referenceForward, referenceScores } from '../inference/referenceForward'
import { initialWeights } from '../training/initialWeights'
import { openGraph } from '../training/runGraph'
import { trainingGraph } from '../training/trainingGraph'
import { trainingProgram } from '../training/trainingProgram'
import { inferenceGraph } from './inferenceGraph'

/** Pooling drops a point on the way: 21, 10, 5. */
const tiny: ConvolutionalNetwork = {
  name: 'tiny',
  inputLength: 21,
  blocks: [
    { filters: 3, kernel: 5 },
    { filters: 4, kernel: 3 },
    { filters: 6, kernel: 3 },
  ],
  hidden: 5,
  dropout: 0.5,
}

/** Weights in which nothing is 0 or 1, so that a part left out would show. */
function fullWeights(network: ConvolutionalNetwork): NetworkWeights {
  const random = xoroshiro128plus(21)
  return new Map(
    [...initialWeights(network, random)].map(([name, values]) => {
      const spread = name.endsWith('kernel') ? 0 : 0.3
      return [name, values.map((value) => value + spread * (uniformFloat64(random) - 0.4))]
    }),
  )
}

function spectraOf(network: ConvolutionalNetwork, count: number): Float32Array {
  const random = xoroshiro128plus(5)
  return Float32Array.from({ length: count * network.inputLength }, () => 4 * uniformFloat64(random) - 2)
}

/** `python3` may be one without Debian's packages. */
const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import onnx']).status === 0,
)

describe('inferenceGraph', () => {
  test.each([tiny, cnn5])('says what the network says in double precision: $name', async (network) => {
    const weights = fullWeights(network)
    const engine = await openOnnxEngine({ network, onnx: inferenceGraph(network, weights) }, 'onnx-cpu')
    const spectra = spectraOf(network, 3)
    const { probability, logit, cam } = await engine.run(spectra, 3)
    await engine.dispose()
    const length = cam.length / 3
    for (let index = 0; index < 3; index++) {
      const spectrum = spectra.subarray(index * network.inputLength, (index + 1) * network.inputLength)
      const expected = referenceForward(network, weights, spectrum)
      expect(probability[index]).toBeCloseTo(expected.probability, 6)
      expect(logit[index]).toBeCloseTo(expected.logit, 5)
      expect(expected.cam).toHaveLength(length)
      expected.cam.forEach((value, t) => {
        expect(cam[index * length + t]).toBeCloseTo(value, 5)
      })
    }
  })

  test.each([tiny, cnn5])('of more classes says of each what the network says: $name', async (network) => {
    const several = { ...network, outputs: 3 }
    const weights = fullWeights(several)
    const spectra = spectraOf(several, 2)
    const graph = await openGraph(inferenceGraph(several, weights))
    const said = await graph.run(spectra, [1, several.inputLength])
    await graph.dispose()
    const [scores, probabilities, cam] = ['logit', 'probability', 'cam'].map((name) => said.get(name)!)
    const length = mapLength(several)
    expect(cam).toHaveLength(2 * 3 * length)
    for (let index = 0; index < 6; index++) {
      const row = Math.floor(index / 3)
      const spectrum = spectra.subarray(row * several.inputLength, (row + 1) * several.inputLength)
      const expected = referenceScores(several, weights, spectrum)
      const { score, cam: map } = expected[index % 3]!
      const all = expected.reduce((total, each) => total + Math.exp(each.score - score), 0)
      expect(scores![index]).toBeCloseTo(score, 5)
      expect(probabilities![index]).toBeCloseTo(1 / all, 5)
      map.forEach((value, t) => {
        expect(cam![index * length + t]).toBeCloseTo(value, 5)
      })
    }
  })

  test.each([[1, [1]] as const, [3, [0]] as const, [3, [1, 2]] as const])(
    'has the map that Grad-CAM defines, channels weighed by their mean gradient: %i outputs, class %j',
    (outputs, asked) => {
      const network = { ...tiny, ...(outputs > 1 && { outputs }) }
      const weights = fullWeights(network)
      const spectrum = spectraOf(network, 1)
      const model = buildLayersModel(network)
      setWeights(model, network, weights)
      const chosen =
        outputs === 1 ? [1] : [0, 1, 2].map((index) => Number(asked.some((each) => each === index)))
      const cam = tidy(() => {
        const at = model.layers.findIndex(({ name }) => name === lastMapLayer(network))
        const input: Tensor = tensor(spectrum, [1, network.inputLength, 1])
        const through = (from: Tensor, layers: typeof model.layers) =>
          layers.reduce((value, layer) => layer.apply(value) as Tensor, from)
        const map = through(input, model.layers.slice(0, at + 1))
        const logOdds = (from: Tensor) => {
          const probability = sum(mul(through(from, model.layers.slice(at + 1)), tensor([chosen])), 1)
          return sub(log(probability), log(sub(1, probability)))
        }
        const alpha = mean(grad(logOdds)(map), 1, true)
        return sum(mul(alpha, map), 2).dataSync()
      })
      const all = referenceScores(network, weights, spectrum)
      const expected =
        outputs === 1
          ? all[0]!.cam
          : oddsMap(
              all.map(({ score }) => score),
              Float32Array.from(all.flatMap((each) => [...each.cam])),
              asked,
            )
      expect(cam).toHaveLength(5)
      cam.forEach((value, t) => {
        expect(value).toBeCloseTo(expected[t]!, 5)
      })
      expect(Math.max(...cam.map(Math.abs))).toBeGreaterThan(1e-3)
    },
  )

  test.skipIf(!python)(
    'is a valid ONNX file, and so is the training graph (skipped without python3-onnx)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'stokes-onnx-'))
      try {
        const files = {
          inference: inferenceGraph(cnn5, fullWeights(cnn5)),
          classes: inferenceGraph({ ...cnn5, outputs: 3 }, fullWeights({ ...cnn5, outputs: 3 })),
          training: trainingGraph(trainingProgram(cnn5), 32),
        }
        for (const [name, bytes] of Object.entries(files)) {
          const path = join(folder, `${name}.onnx`)
          writeFileSync(path, bytes)
          const script = 'import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)'
          const { status, stderr } = spawnSync(python!, ['-c', script, path], { encoding: 'utf8' })
          expect(stderr).toBe('')
          expect(status).toBe(0)
        }
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  )
})
