import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'

const SETPRIV = '/usr/bin/setpriv'
const KILL_AFTER_MS = 10_000
const ORPHAN_POLL_MS = 250

/** @typedef {import('node:child_process').SpawnOptions} SpawnOptions */

/**
 * Starts a program that cannot outlive this one: on Linux the kernel ends it when this process dies, however it dies.
 * It runs in a process group of its own, so that a Ctrl-C reaches it once, by way of this process.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {SpawnOptions} options
 */
export function spawnTied(command, args, options) {
  const tied = existsSync(SETPRIV)
  return tied
    ? spawn(SETPRIV, ['--pdeathsig', 'TERM', command, ...args], { ...options, detached: true })
    : spawn(command, args, { ...options, detached: true })
}

/**
 * Runs a program to its end in this one's place: its streams are ours, our signals are its, its exit code is returned.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runInPlace(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawnTied(command, args, { stdio: 'inherit', ...options })
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref()
    }
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const watch = whenOrphaned(() => {
      forward('SIGTERM')
    })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      for (const name of signals) process.off(name, forward)
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL'])
    })
  })
}

/**
 * npm runs a script in a shell and ends the shell alone when it is told to end.
 *
 * @param {() => void} act
 */
function whenOrphaned(act) {
  if (!process.env['npm_lifecycle_event']) return undefined
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    act()
  }, ORPHAN_POLL_MS)
  return watch
}
