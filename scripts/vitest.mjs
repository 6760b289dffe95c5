import { script } from './launch/script.mjs'
import { runVitest } from './launch/tools.mjs'
import { setUp } from './setup.mjs'

// Tests of modules need no build; the programs that tests in test/ start are those of the last `npm run build`.
await script(async () => runVitest(await setUp(), process.argv.slice(2)))
