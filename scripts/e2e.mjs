import { buildIfChanged } from './launch/build.mjs'
import { script } from './launch/script.mjs'
import { runPlaywright } from './launch/tools.mjs'
import { setUp } from './setup.mjs'

await script(async () => {
  const runtime = await setUp()
  await buildIfChanged(runtime, console.log)
  return runPlaywright(runtime, ['--project=e2e', ...process.argv.slice(2)])
})
