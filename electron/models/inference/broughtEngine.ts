import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-node'
import { StokesError } from '../../contract/errors'
import { cutHead, exposeTensor } from '../onnx/onnxFile'
import type { BroughtModel, FeatureMap } from './broughtModel'
import { checkBatch } from './checkBatch'
import { channelWeights, weighChannels, type HeadOf } from './finiteGradCam'
import { joinOutputs } from './inferAll'
import type { InferenceEngine, ModelOutputs } from './inferenceEngine'
import { onnxProviders, type OnnxEngineName } from './onnxProviders'
import { openOnnxSession } from './onnxSession'
import { oddsMap } from './oddsMap'
import { readOutput, scoresOf } from './readOutput'

/**
 * An ONNX model that was made elsewhere, on ONNX Runtime. For Grad-CAM by its feature map it is opened twice: whole, giving
 * out that map, and from that map on.
 *
 * @throws StokesError `engine.unavailable`, `model.unknownTensor`, `model.unsupported`, or Error where the runtime does not
 * load or refuses the model
 */
export async function openBroughtEngine(model: BroughtModel, name: OnnxEngineName): Promise<InferenceEngine> {
  const { input, output, featureMap, map, inputLength, batch } = model
  const provider = onnxProviders[name]
  const spectrumTensor = (Tensor: TensorConstructor, spectra: Float32Array, count: number) => ({
    [input.name]: new Tensor('float32', spectra, [count, ...input.shape]),
  })
  const whole = await openOnnxSession(
    featureMap ? exposeTensor(model.onnx, featureMap.tensor) : model.onnx,
    provider,
    (Tensor) => spectrumTensor(Tensor, new Float32Array(inputLength), 1),
  )
  const head = featureMap && (await openHead(model, featureMap, provider).catch(releasing(whole)))
  const { Tensor } = await import('onnxruntime-node')

  /** As many spectra as the model takes at once. */
  async function runAtOnce(spectra: Float32Array, count: number, saliency: boolean) {
    const outputs = await whole.run(spectrumTensor(Tensor, spectra, count))
    const said = readOutput(output, numbers(outputs[output.name], count * output.size))
    if (!saliency) return { ...said, cam: new Float32Array() }
    if (map) {
      const scores = numbers(outputs[output.name], count * output.size)
      const each = map.speaksFor === 'eachClass' ? output.size * map.length : map.length
      return { ...said, cam: turnedToAsked(model, scores, numbers(outputs[map.output], count * each)) }
    }
    if (!featureMap || !head) return { ...said, cam: new Float32Array() }
    const { tensor, channels, length } = featureMap
    const maps = numbers(outputs[tensor], count * channels * length)
    const cam = new Float32Array(count * length)
    for (let index = 0; index < count; index++) {
      const features = maps.subarray(index * channels * length, (index + 1) * channels * length)
      const weights = await channelWeights(featureMap, features, headLogits)
      cam.set(weighChannels(featureMap, features, weights), index * length)
    }
    return { ...said, cam }
  }

  const headLogits: HeadOf = async (maps, count) => {
    const { tensor, shape, channels, length } = featureMap!
    const logits = new Float32Array(count)
    const step = batch ?? count
    for (let start = 0; start < count; start += step) {
      const size = Math.min(step, count - start)
      const part = maps.subarray(start * channels * length, (start + size) * channels * length)
      const outputs = await head!.run({ [tensor]: new Tensor('float32', part, [size, ...shape]) })
      logits.set(readOutput(output, numbers(outputs[output.name], size * output.size)).logit, start)
    }
    return logits
  }

  return {
    name,
    async run(spectra, count, { saliency = true } = {}) {
      checkBatch(model, spectra, count)
      const step = batch ?? count
      const parts: ModelOutputs[] = []
      try {
        for (let start = 0; start < count; start += step) {
          const part = spectra.subarray(start * inputLength, (start + step) * inputLength)
          parts.push(await runAtOnce(part, step, saliency))
        }
      } catch (cause) {
        if (cause instanceof StokesError) throw cause
        throw new StokesError('engine.failed', `${name} failed on ${count} spectra`, { cause })
      }
      return joinOutputs(parts)
    },
    dispose: async () => {
      await Promise.all([whole.release(), head?.release()])
    },
  }
}

/** A map a class is made that of what is asked; a map of the most probable class speaks against that where it is another. */
function turnedToAsked(
  { output: { kind, size, asked }, map }: BroughtModel,
  said: Float32Array,
  maps: Float32Array,
): Float32Array {
  if (map!.speaksFor === 'malignant') return maps
  const count = said.length / size
  const each = maps.length / count
  const cam = new Float32Array(count * map!.length)
  for (let row = 0; row < count; row++) {
    const own = said.subarray(row * size, (row + 1) * size)
    const ownMaps = maps.subarray(row * each, (row + 1) * each)
    const isAsked = () =>
      size === 1 ? own[0]! >= (kind === 'logit' ? 0 : 0.5) : asked.includes(own.indexOf(Math.max(...own)))
    cam.set(
      map!.speaksFor === 'eachClass'
        ? oddsMap(scoresOf(kind, own), ownMaps, asked)
        : ownMaps.map((value) => (isAsked() ? value : -value)),
      row * map!.length,
    )
  }
  return cam
}

function openHead(
  { onnx, output, batch }: BroughtModel,
  { tensor, shape, channels, length }: FeatureMap,
  provider: Parameters<typeof openOnnxSession>[1],
): Promise<InferenceSession> {
  const bytes = cutHead(onnx, tensor, output.name, [batch ?? 'batch', ...shape])
  return openOnnxSession(bytes, provider, (Tensor) => ({
    [tensor]: new Tensor('float32', new Float32Array(channels * length), [1, ...shape]),
  }))
}

/** Gives a session back before what failed is thrown on. */
function releasing(session: InferenceSession): (error: unknown) => Promise<never> {
  return async (error) => {
    await session.release().catch(() => undefined)
    throw error
  }
}

function numbers(tensor: OrtTensor | undefined, length: number): Float32Array {
  if (tensor?.data instanceof Float32Array && tensor.data.length === length) return tensor.data
  throw new StokesError(
    'model.wrongShape',
    tensor
      ? `The model gives ${tensor.type} [${tensor.dims.join(', ')}] where ${length} numbers (float32) were expected`
      : 'The model does not give the output that its manifest names',
    { tip: 'Compare the output and the classes in the manifest with the model.' },
  )
}
