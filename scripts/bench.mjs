import { buildIfChanged } from './launch/build.mjs'
import { runStokes } from './launch/cli.mjs'
import { script } from './launch/script.mjs'
import { runPlaywright } from './launch/tools.mjs'
import { setUp } from './setup.mjs'

// The benchmarks of the command line, then those of the window.
await script(async () => {
  const runtime = await setUp()
  await buildIfChanged(runtime, console.log)
  const numeric = await runStokes(runtime, ['bench', ...process.argv.slice(2)])
  return numeric || runPlaywright(runtime, ['--project=bench', '--pass-with-no-tests'])
})
