import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runInPlace } from './launch/child.mjs'
import { script } from './launch/script.mjs'
import { nodeFolderWithHeaders } from './setup/nodeGyp.mjs'
import { root } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { SetupError } from './setup/SetupError.mjs'

const COMPILER = process.env.CXX ?? 'clang++'
const FLAGS = '-std=c++17 -O2 -g -ffp-contract=off -fno-math-errno -DNAPI_VERSION=8'
const SANITIZERS = '-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined'
/** The rest of the addon is what JavaScript sees of it. */
const CHAIN = ['avx2', 'avx512', 'baseline', 'chain', 'instructions', 'readStep']

/*
 * Fuzzes the chain of the addon with libFuzzer, whose arguments it takes; without any, for ten minutes. The corpus and
 * what was found stay in .stokes/fuzz. CXX names another clang++.
 */
await script(async () => {
  const node = nodeFolderWithHeaders()
  if (!node) throw new SetupError('The headers of Node are not there.', 'Install Node with its headers.')
  const native = join(root, 'native', 'preprocessing')
  const target = join(root, '.stokes', 'fuzz')
  mkdirSync(join(target, 'corpus'), { recursive: true })
  const sources = [
    ...CHAIN.map((name) => join(native, 'src', `${name}.cpp`)),
    ...['chain', 'values'].map((name) => join(native, 'fuzz', `${name}.cpp`)),
  ]
  const headers = ['-I', join(native, 'src'), '-I', join(node, 'include', 'node')]
  const fuzzer = join(target, 'fuzzer')
  const flags = [...FLAGS.split(' '), ...SANITIZERS.split(' ')]
  await run(COMPILER, [...flags, ...headers, ...sources, '-o', fuzzer], { timeoutMs: 300_000 })
  const wanted = process.argv.slice(2)
  const limits = wanted.length > 0 ? wanted : ['-max_total_time=600']
  return await runInPlace(fuzzer, [
    join(target, 'corpus'),
    '-max_len=768',
    `-artifact_prefix=${target}/`,
    ...limits,
  ])
})
