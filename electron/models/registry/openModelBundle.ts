import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadBroughtBundle } from './loadBroughtBundle'
import { loadModelBundle } from './loadModelBundle'
import type { ModelBundle } from './modelBundle'

/** Reads a model of either kind: a bundle that Stokes wrote, or an ONNX file with a manifest. @throws as both */
export async function openModelBundle(folder: string): Promise<ModelBundle> {
  const json = await readFile(join(folder, 'manifest.json'), 'utf8')
    .then((text) => JSON.parse(text) as { format?: unknown } | null)
    .catch(() => null)
  // What is missing or damaged is for the stricter of the two to say.
  return json?.format === 'onnx' ? loadBroughtBundle(folder, json) : loadModelBundle(folder)
}
