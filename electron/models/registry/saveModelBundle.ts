import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleFiles, manifestSchema, type Manifest } from './manifest'
import { manifestHash, sha256 } from './hashes'

export type BundleContents = Record<(typeof bundleFiles)[number], Uint8Array | string>

/** Writes a bundle into a folder, with the hashes of its files and of the whole. */
export async function saveModelBundle(
  folder: string,
  manifest: Omit<Manifest, 'files'>,
  contents: BundleContents,
): Promise<{ hash: string; manifest: Manifest }> {
  const files = Object.fromEntries(bundleFiles.map((file) => [file, sha256(contents[file])]))
  const complete = manifestSchema.parse({ ...manifest, files })
  const hash = manifestHash(complete)
  await mkdir(folder, { recursive: true })
  for (const file of bundleFiles) await writeFile(join(folder, file), contents[file])
  // Last, so that a folder with a manifest is a whole bundle.
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ hash, ...complete }, null, 2) + '\n')
  return { hash, manifest: complete }
}
