import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const program = resolve(import.meta.dirname, '../../out/main/stokes.js')

export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
}

/** Starts the built `stokes` command on this runtime, as the wrapper in `scripts/` does. */
export function spawnStokes(...args: string[]) {
  if (!existsSync(program)) throw new Error('The command is not built: npm run build.')
  return spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs the built `stokes` command to its end. */
export async function runStokes(...args: string[]): Promise<CommandResult> {
  const child = spawnStokes(...args)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => (stdout += String(text)))
  child.stderr.on('data', (text) => (stderr += String(text)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}
