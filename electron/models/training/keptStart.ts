import { readFile } from 'node:fs/promises'
import { StokesError } from '../../contract/errors'
import type { ResidualNetwork } from '../architectures/residualNetwork'
import { readSafetensors, writeSafetensors } from '../checkpoints/safetensors'
import type { ResidualStart } from './residualStart'

const FORMAT = 'stokes-residual-start-1'

/** Weights that a residual network begins with, as a safetensors file. */
export function keptStart({ network, weights, text }: ResidualStart): Uint8Array {
  const tensors = [...weights].map(([name, values]) => [name, { shape: [values.length], values }] as const)
  return writeSafetensors(
    tensors.map(([name, tensor]) => [name, tensor]),
    { stokes: FORMAT, network: JSON.stringify(network), text },
  )
}

/**
 * What {@link keptStart} made; null for a file that is something else.
 * @throws StokesError `file.notFound`, `training.wrongCheckpoint`
 */
export async function loadStart(path: string): Promise<ResidualStart | null> {
  if (!path.toLowerCase().endsWith('.safetensors')) return null
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new StokesError('file.notFound', `${path} cannot be read.`, { cause })
  })
  const { tensors, metadata } = readSafetensors(bytes)
  if (metadata.stokes !== FORMAT) return null
  return {
    network: JSON.parse(metadata.network!) as ResidualNetwork,
    weights: new Map([...tensors].map(([name, { values }]) => [name, values])),
    text: metadata.text!,
  }
}
