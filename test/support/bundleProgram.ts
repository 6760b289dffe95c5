import { mkdtemp, rm } from 'node:fs/promises'
import { mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../..')

export interface Program {
  path: string
  remove(): Promise<void>
}

/** Bundles a program from its sources as they are now, to be run by this runtime as a process of its own. */
export async function bundleProgram(entry: string): Promise<Program> {
  // Within the project, so that the packages it leaves out are found.
  const cache = join(root, 'node_modules', '.cache', 'stokes-test')
  mkdirSync(cache, { recursive: true })
  const outDir = await mkdtemp(join(cache, 'program-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(root, entry),
      outDir,
      target: 'node20.18',
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  })
  return {
    path: join(outDir, `${basename(entry, '.ts')}.mjs`),
    remove: () => rm(outDir, { recursive: true, force: true }),
  }
}
