import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './setup/project.mjs'

const FOLDERS = ['docs', 'electron', 'native', 'renderer', 'resources', 'scripts', 'test']
const isOurs = (/** @type {string} */ path) => !/(^|[/\\])(node_modules|build)[/\\]/.test(path)

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(isOurs)
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
)
const documents = [...readdirSync(root), ...files].filter((path) => path.endsWith('.md'))

it.each(documents)('%s names files that are there', (document) => {
  const text = readFileSync(join(root, document), 'utf8')
  // `name.ts`, alone or with folders before it; `x.ts` is any file.
  const named = [...text.matchAll(/`((?:[\w-]+\/)*[\w.-]{2,}\.(?:ts|vue|mjs|cpp|hpp|py))`/g)].map(
    ([, name]) => name,
  )
  const missing = named.filter(
    (name) => name !== 'x.test.ts' && !files.some((path) => `/${path}`.endsWith(`/${name}`)),
  )
  expect(missing).toEqual([])
})
