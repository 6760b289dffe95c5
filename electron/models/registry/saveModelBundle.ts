import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleFiles, manifestSchema, type Manifest } from './manifest'
import { manifestHash, sha256 } from './hashes'

export type BundleContents = Record<(typeof bundleFiles)[number], Uint8Array | string>

/** Writes a bundle into a folder, with the hashes of its files and of the whole. One that was there stays until all is written. */
export async function saveModelBundle(
  folder: string,
  manifest: Omit<Manifest, 'files'>,
  contents: BundleContents,
): Promise<{ hash: string; manifest: Manifest }> {
  const files = Object.fromEntries(bundleFiles.map((file) => [file, sha256(contents[file])]))
  const complete = manifestSchema.parse({ ...manifest, files })
  const hash = manifestHash(complete)
  await mkdir(folder, { recursive: true })
  // The manifest last, so that a folder with a manifest is a whole bundle.
  const written = [
    ...bundleFiles.map((file) => [file, contents[file]] as const),
    ['manifest.json', JSON.stringify({ hash, ...complete }, null, 2) + '\n'] as const,
  ]
  const part = (file: string) => join(folder, `${file}.part`)
  try {
    for (const [file, content] of written) await writeFile(part(file), content)
    for (const [file] of written) await rename(part(file), join(folder, file))
  } catch (error) {
    await Promise.allSettled(written.map(([file]) => rm(part(file))))
    throw error
  }
  return { hash, manifest: complete }
}
