import { StokesError } from '../../contract/errors'
import type { CheckpointTensor } from './safetensors'

/**
 * The float32 weights of a Keras file (`.h5`, of weights or of a whole model), by the last two parts of their names:
 * `conv1_conv/kernel`.
 * @throws StokesError `training.wrongCheckpoint`
 */
export async function readKerasFile(path: string, bytes: Uint8Array): Promise<Map<string, CheckpointTensor>> {
  const { ready, File, Dataset } = await import('h5wasm/node')
  const { FS } = await ready
  // The library reads files of its own, in memory.
  const name = 'checkpoint.h5'
  FS.writeFile(name, bytes)
  try {
    const file = new File(name, 'r')
    const tensors = new Map<string, CheckpointTensor>()
    for (const entry of file.paths()) {
      const dataset = file.get(entry)
      if (!(dataset instanceof Dataset) || !(dataset.value instanceof Float32Array)) continue
      const [weight, layer] = entry.split('/').reverse()
      tensors.set(`${layer}/${weight!.replace(/:\d+$/, '')}`, {
        shape: dataset.shape ?? [],
        values: dataset.value,
      })
    }
    file.close()
    return tensors
  } catch (cause) {
    throw new StokesError('training.wrongCheckpoint', `${path} is no HDF5 file, or only a part of one`, {
      cause,
    })
  } finally {
    FS.unlink(name)
  }
}
