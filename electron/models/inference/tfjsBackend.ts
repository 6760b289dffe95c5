import util from 'node:util'
import { StokesError } from '../../contract/errors'

export type TfjsBackend = 'gpu' | 'wasm' | 'cpu'

/** An optional dependency: it is there only where CUDA is, so its types cannot be relied on either. */
const nodeGpuPackage = '@tensorflow/tfjs-node-gpu'
const CUDA_TIP = 'It needs Linux or Windows with an NVIDIA GPU, CUDA 11.2 and cuDNN 8.1.'
/** How TensorFlow.js names the backend that each package registers. */
const registeredNames = { gpu: 'tensorflow', wasm: 'wasm', cpu: 'cpu' } as const

/**
 * Makes a backend the one that TensorFlow.js computes on; it is a global of the library. `gpu` is accepted only where
 * it really computes on a GPU: without one, the same package computes on the CPU and says nothing.
 * @throws StokesError `engine.unavailable`
 */
export async function useTfjsBackend(backend: TfjsBackend): Promise<void> {
  const tf = await import('@tensorflow/tfjs-core')
  const name = registeredNames[backend]
  if (tf.getBackend() === name) return
  // Without it the library greets whoever runs it in Node on the console.
  tf.enableProdMode()
  await load(backend)
  if (!(await tf.setBackend(name)))
    throw new StokesError('engine.unavailable', `TensorFlow.js could not start its backend ${name}`)
  if (backend === 'gpu' && !isOnGpu(tf.backend()))
    throw new StokesError('engine.unavailable', 'TensorFlow found no GPU that it can use', { tip: CUDA_TIP })
}

async function load(backend: TfjsBackend): Promise<void> {
  if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu')
  else if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm')
  else {
    // The package calls it while it loads; Node has none since version 23.
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined })
    await import(nodeGpuPackage).catch((cause: unknown) => {
      throw new StokesError(
        'engine.unavailable',
        `${nodeGpuPackage} is not installed, or not with its native part`,
        {
          tip: CUDA_TIP,
          cause,
        },
      )
    })
  }
}

function isOnGpu(backend: object): boolean {
  return 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true
}
