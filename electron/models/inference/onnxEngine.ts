import { StokesError } from '../../contract/errors'
import { checkBatch } from './checkBatch'
import type { EngineModel, InferenceEngine, ModelOutputs } from './inferenceEngine'
import { hasVulkanDriver } from './vulkanDrivers'

const engineOf = { cpu: 'onnx-cpu', webgpu: 'onnx-webgpu' } as const

/**
 * The model on ONNX Runtime. A run occupies the calling thread: keep it off a loop that must answer.
 * @throws StokesError `engine.unavailable`, or Error where the runtime does not load or refuses the model
 */
export async function openOnnxEngine(
  { onnx, network }: Pick<EngineModel, 'onnx' | 'network'>,
  provider: 'cpu' | 'webgpu',
): Promise<InferenceEngine> {
  if (provider === 'webgpu' && process.platform === 'linux' && !hasVulkanDriver(process.env))
    throw new StokesError(
      'engine.unavailable',
      'No Vulkan driver is installed, so WebGPU has no GPU to use',
      {
        tip: 'Install the driver of the GPU.',
      },
    )
  // Loaded only now, so that a machine on which its native part does not load can still use another engine.
  const { InferenceSession, Tensor } = await import('onnxruntime-node')
  const session = await InferenceSession.create(onnx, {
    executionProviders: [provider],
    logSeverityLevel: 3,
  }).catch((cause: unknown) => {
    if (!String(cause).includes('WebGPU adapter')) throw cause
    throw new StokesError('engine.unavailable', 'WebGPU found no GPU that it can use', { cause })
  })
  const name = engineOf[provider]
  return {
    name,
    async run(spectra, count) {
      checkBatch(network, spectra, count)
      const spectrum = new Tensor('float32', spectra, [count, 1, network.inputLength])
      try {
        const outputs = await session.run({ spectrum })
        return {
          probability: outputs.probability!.data,
          logit: outputs.logit!.data,
          cam: outputs.cam!.data,
        } as ModelOutputs
      } catch (cause) {
        throw new StokesError('engine.failed', `${name} failed on ${count} spectra`, { cause })
      }
    },
    dispose: () => session.release(),
  }
}
