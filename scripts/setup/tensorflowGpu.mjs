import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './project.mjs'
import { run } from './run.mjs'

const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu')
const INSTALL_MS = 300_000

/**
 * Gives TensorFlow.js its CUDA library where there is an NVIDIA driver. The other engines do without, so a failure is
 * said and is no error.
 *
 * @param {(line: string) => void} say
 */
export async function installTensorflowGpu(say) {
  if (process.platform !== 'linux' || !existsSync('/dev/nvidiactl') || !existsSync(folder)) return
  if (existsSync(join(folder, 'deps', 'lib'))) return
  say('fetching the CUDA library of TensorFlow.js')
  try {
    const args = ['rebuild', '--ignore-scripts=false', '@tensorflow/tfjs-node-gpu', '--loglevel=error']
    await run('npm', args, { cwd: root, timeoutMs: INSTALL_MS })
  } catch {
    say('TensorFlow.js stays without its CUDA library: the download failed')
  }
}
