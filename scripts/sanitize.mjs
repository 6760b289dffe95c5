import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInPlace } from './launch/child.mjs'
import { script } from './launch/script.mjs'
import { runNodeGyp } from './setup/nodeGyp.mjs'
import { root } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { setUp } from './setup.mjs'

const FLAGS = '-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -g'

/*
 * The tests of the native preprocessing with AddressSanitizer and UndefinedBehaviorSanitizer, on plain Node. More of
 * the random recipes with STOKES_FUZZ_RUNS=20000. Other arguments go to Vitest.
 */
await script(async () => {
  await setUp()
  const folder = mkdtempSync(join(tmpdir(), 'stokes-sanitize-'))
  try {
    cpSync(join(root, 'native', 'preprocessing', 'src'), join(folder, 'src'), { recursive: true })
    cpSync(join(root, 'native', 'preprocessing', 'binding.gyp'), join(folder, 'binding.gyp'))
    await runNodeGyp(folder, { env: { CXXFLAGS: FLAGS, LDFLAGS: FLAGS } })
    const { stdout } = await run('g++', ['-print-file-name=libasan.so'])
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const tests = ['test/golden', 'electron/analysis/preprocessing', '--testTimeout=3600000']
    return await runInPlace(process.execPath, [vitest, 'run', ...tests, ...process.argv.slice(2)], {
      cwd: root,
      env: {
        ...process.env,
        LD_PRELOAD: stdout.trim(),
        // Node itself frees little when it ends.
        ASAN_OPTIONS: 'detect_leaks=0',
        UBSAN_OPTIONS: 'print_stacktrace=1',
        STOKES_PREPROCESSING_BINDING: join(folder, 'build', 'Release', 'preprocessing.node'),
      },
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
