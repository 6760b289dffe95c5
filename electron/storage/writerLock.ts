import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { StokesError } from '../contract/errors'
import { openDatabase } from './nativePart'
import { withStorageErrors } from './storageError'

/** Who writes to a case log. Shown to whoever else wants to, and never relied on. */
export interface Holder {
  pid: number
  program: string
  /** ISO 8601, UTC. */
  since: string
}

/** Long enough for a program that is just ending. */
const WAIT_MS = 500

/**
 * Takes the right to write the case log at `path`; the returned function gives it back.
 *
 * The lock is SQLite's own write lock on an empty database beside the case log: the operating system releases it when
 * the process ends, however it ends, and the case log itself stays free for readers. The holder is named in a file of
 * its own, because closing any handle of a locked file drops the locks that a process has on it (POSIX).
 * @throws StokesError `storage.locked`
 */
export function takeWriterLock(path: string, holder: Holder): () => void {
  const holderPath = `${path}.holder.json`
  const lock = withStorageErrors(path, () => openDatabase(`${path}.lock`, { timeout: WAIT_MS }))
  try {
    withStorageErrors(path, () => {
      lock.exec('BEGIN IMMEDIATE')
      writeFileSync(holderPath, JSON.stringify(holder))
    })
  } catch (error) {
    lock.close()
    const isTaken = error instanceof StokesError && error.code === 'storage.locked'
    throw isTaken ? lockedBy(readHolder(holderPath), path) : error
  }
  return () => {
    release(lock, holderPath)
  }
}

function release(lock: Database.Database, holderPath: string): void {
  if (!lock.open) return
  rmSync(holderPath, { force: true })
  lock.close()
}

function readHolder(holderPath: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(holderPath, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function lockedBy(holder: Holder | undefined, path: string): StokesError {
  const who = holder ? `${holder.program} (process ${holder.pid}, since ${holder.since})` : 'another program'
  return new StokesError('storage.locked', `The case log ${path} is being written by ${who}.`, {
    tip: 'Close that program, or wait until it is done, then try again.',
    details: { ...holder },
  })
}
