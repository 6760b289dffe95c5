// Starts the application that the command line names, as the default application inside an official Electron does.
// Takes: --version, --abi, -r MODULE, and a folder with a package.json or a file.
const { app } = require('electron')
const { existsSync, readFileSync } = require('node:fs')
const Module = require('node:module')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

const { file, preloads } = parse(process.argv.slice(1))
if (!file) {
  console.error('Which application? Give a folder that has a package.json, or a file.')
  app.exit(2)
} else {
  start(file).catch((error) => {
    console.error(error)
    app.exit(1)
  })
}

/** @param {string[]} args */
function parse(args) {
  const preloads = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (arg === '--version' || arg === '-v') printAndExit(`v${process.versions.electron}`)
    else if (arg === '--abi' || arg === '-a') printAndExit(process.versions.modules)
    else if (arg === '-r' || arg === '--require') preloads.push(args[++i])
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
  Object.defineProperty(process, 'defaultApp', { value: true, configurable: false, enumerable: true })
  for (const preload of preloads) require(path.resolve(preload))
  const folder = path.resolve(file)
  const manifest = path.join(folder, 'package.json')
  if (existsSync(manifest)) {
    const { name, productName, version } = JSON.parse(readFileSync(manifest, 'utf8'))
    if (version) app.setVersion(version)
    if (productName || name) app.setName(productName || name)
  }
  const entry = Module._resolveFilename(folder, null, true)
  app.setAppPath(existsSync(manifest) ? folder : path.dirname(entry))
  await import(pathToFileURL(entry).toString())
}
