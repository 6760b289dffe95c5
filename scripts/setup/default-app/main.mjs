// Starts the application that the command line names, as the default application inside an official Electron does.
// Takes: --version, --abi, -r MODULE, and a folder with a package.json or a file. It is a module whose evaluation waits
// for the application's own: only then does Electron become ready.
import { app } from 'electron'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What Electron keeps for its own default application. */
const started = /** @type {typeof app & { setVersion(v: string): void, setAppPath(path: string): void }} */ (
  app
)

const require = createRequire(import.meta.url)
const { file, preloads } = parse(process.argv.slice(1))
if (file) {
  await start(file)
} else {
  console.error('Which application? Give a folder that has a package.json, or a file.')
  app.exit(2)
}

/** @param {string[]} args */
function parse(args) {
  const preloads = []
  for (const [i, arg] of args.entries()) {
    if (arg === '--version' || arg === '-v') printAndExit(`v${process.versions.electron}`)
    else if (arg === '--abi' || arg === '-a') printAndExit(process.versions.modules)
    else if (args[i - 1] === '-r' || args[i - 1] === '--require') preloads.push(arg)
    else if (!arg.startsWith('-')) return { file: arg, preloads }
  }
  return { file: undefined, preloads }
}

/** @param {string} line */
function printAndExit(line) {
  console.log(line)
  process.exit(0)
}

/** @param {string} file */
async function start(file) {
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  for (const preload of preloads) require(resolve(preload))
  const folder = resolve(file)
  const manifest = join(folder, 'package.json')
  const entry = require.resolve(folder)
  if (existsSync(manifest)) {
    const { name, productName, version } = /** @type {Record<string, string | undefined>} */ (
      JSON.parse(readFileSync(manifest, 'utf8'))
    )
    if (version) started.setVersion(version)
    const shown = productName ?? name
    if (shown) app.setName(shown)
  }
  started.setAppPath(existsSync(manifest) ? folder : dirname(entry))
  await import(pathToFileURL(entry).toString())
}
