import { build } from './launch/build.mjs'
import { script } from './launch/script.mjs'
import { setUp } from './setup.mjs'

await script(async () => {
  await build(await setUp())
})
