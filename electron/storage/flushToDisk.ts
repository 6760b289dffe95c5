import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

/** Waits until the content of a file is on the disk. */
export function flushToDisk(path: string): void {
  sync(path, 'r+')
}

/** Gives a finished file its name: all of it is under that name afterwards, power cut or not, or what was there before. */
export function renameDurably(from: string, to: string): void {
  flushToDisk(from)
  renameSync(from, to)
  flushFolder(dirname(to))
}

/** Waits until the names in a folder are on the disk. */
export function flushFolder(folder: string): void {
  // Windows keeps names by itself, and opens no folders.
  if (process.platform !== 'win32') sync(folder, 'r')
}

function sync(path: string, flags: string): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
