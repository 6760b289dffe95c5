import { buildIfChanged } from './launch/build.mjs'
import { script } from './launch/script.mjs'
import { runPlaywright, runVitest } from './launch/tools.mjs'
import { setUp } from './setup.mjs'

// Numeric benchmarks on Electron's own Node, then those of the window.
await script(async () => {
  const runtime = await setUp()
  await buildIfChanged(runtime, console.log)
  const numeric = await runVitest(runtime, ['--config', 'test/bench/vitest.config.ts'])
  return numeric || runPlaywright(runtime, ['--project=bench'])
})
