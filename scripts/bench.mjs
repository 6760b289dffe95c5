import { buildIfChanged } from './launch/build.mjs'
import { runStokes } from './launch/cli.mjs'
import { script } from './launch/script.mjs'
import { setUp } from './setup.mjs'

await script(async () => {
  const runtime = await setUp()
  await buildIfChanged(runtime, console.log)
  return runStokes(runtime, ['bench', ...process.argv.slice(2)])
})
