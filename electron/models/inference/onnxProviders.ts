import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StokesError } from '../../contract/errors'
import { hasVulkanDriver } from './vulkanDrivers'

/** Execution providers of ONNX Runtime that Stokes uses, by the engine that each makes. */
export const onnxProviders = {
  'onnx-cpu': 'cpu',
  'onnx-cuda': 'cuda',
  'onnx-webgpu': 'webgpu',
  'onnx-dml': 'dml',
  'onnx-coreml': 'coreml',
} as const
export type OnnxEngineName = keyof typeof onnxProviders
export type OnnxProvider = (typeof onnxProviders)[OnnxEngineName]

/** How each provider calls itself in the runtime's own record of a run. */
export const recordedNames: Record<OnnxProvider, string> = {
  cpu: 'CPUExecutionProvider',
  cuda: 'CUDAExecutionProvider',
  webgpu: 'WebGpuExecutionProvider',
  dml: 'DmlExecutionProvider',
  coreml: 'CoreMLExecutionProvider',
}

/** Which providers ONNX Runtime is built with for this platform; all of them where it does not load to say so. */
export async function offeredProviders(): Promise<ReadonlySet<string>> {
  try {
    const { listSupportedBackends } = await import('onnxruntime-node')
    return new Set(listSupportedBackends().map(({ name }) => name))
  } catch {
    return new Set(Object.values(onnxProviders))
  }
}

/**
 * Refuses a provider that has nothing to run on. Trying it would write warnings on the standard error that no caller can
 * catch.
 * @throws StokesError `engine.unavailable`
 */
export function requireHardware(provider: OnnxProvider): void {
  if (process.platform !== 'linux') return
  if (provider === 'webgpu' && !hasVulkanDriver(process.env))
    throw unavailable(
      'No Vulkan driver is installed, so WebGPU has no GPU to use',
      'Install the driver of the GPU.',
    )
  if (provider !== 'cuda') return
  if (!hasNvidiaDevice())
    throw unavailable('There is no NVIDIA GPU, or its driver is not loaded', 'Install it.')
  const package_ = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'))
  const library = 'libonnxruntime_providers_cuda.so'
  if (!existsSync(join(package_, 'bin', 'napi-v6', process.platform, process.arch, library)))
    throw unavailable(
      `The CUDA part of ONNX Runtime (${library}) is not installed`,
      'Run the install script of onnxruntime-node, which downloads it; it needs CUDA 12 and cuDNN 9.',
    )
}

/** As the driver, or that of Windows beneath a Linux, shows it. */
function hasNvidiaDevice(): boolean {
  return existsSync('/dev/dxg') || readdirSync('/dev').some((name) => /^nvidia\d+$/.test(name))
}

function unavailable(message: string, tip: string): StokesError {
  return new StokesError('engine.unavailable', message, { tip })
}
