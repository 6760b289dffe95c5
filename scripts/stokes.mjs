#!/usr/bin/env node
import { buildIfChanged } from './launch/build.mjs'
import { runStokes } from './launch/cli.mjs'
import { script } from './launch/script.mjs'
import { setUp } from './setup.mjs'

// Standard output belongs to the command.
await script(async () => {
  const runtime = await setUp({ say: console.error })
  await buildIfChanged(runtime, console.error)
  return runStokes(runtime, process.argv.slice(2))
})
