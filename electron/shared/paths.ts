import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the application: the nearest one above this module that holds a package.json. */
function applicationFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder)
    if (above === folder)
      throw new Error('No package.json above the program: the installation is incomplete.')
    folder = above
  }
  return folder
}

/** Recipes, models and references that ship with the application. */
export function resourcesFolder(): string {
  return join(applicationFolder(), 'resources')
}

/** A built program of the application, by the name of its entry. */
export function programPath(entry: string): string {
  return join(applicationFolder(), 'out', 'main', `${entry}.js`)
}

/**
 * Where the case log and the settings of this person lie; the same for the window and the command line.
 * `STOKES_DATA` overrides it.
 */
export function dataFolder(): string {
  const { STOKES_DATA, APPDATA, XDG_DATA_HOME } = process.env
  if (STOKES_DATA) return STOKES_DATA
  if (process.platform === 'win32') return join(APPDATA ?? homedir(), 'Stokes')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Stokes')
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'stokes')
}
