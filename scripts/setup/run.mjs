import { spawn } from 'node:child_process'
import { SetupError } from './SetupError.mjs'

/**
 * Runs a program to its end and returns what it wrote. On failure the last `keptLines` it wrote are in the message.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, tip?: string, keptLines?: number }} [options]
 * @returns {Promise<{ stdout: string, output: string }>} `output` is stdout and stderr as they came
 */
export function run(command, args, { cwd, env, timeoutMs, tip = '', keptLines = 25 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
    })
    let stdout = ''
    let output = ''
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      stdout += chunk.toString()
      output += chunk.toString()
    })
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      output += chunk.toString()
    })
    child.on('error', (error) => {
      reject(new SetupError(`${command} did not start: ${error.message}`, tip))
    })
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve({ stdout, output })
        return
      }
      const tail = output.trim().split('\n').slice(-keptLines).join('\n')
      const end = signal ? `ended by ${signal}` : `exit code ${String(code)}`
      reject(new SetupError(`${[command, ...args].join(' ')}: ${end}\n${tail}`, tip))
    })
  })
}
