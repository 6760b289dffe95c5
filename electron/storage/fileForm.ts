import { statSync } from 'node:fs'
import { StokesError } from '../contract/errors'
import { keyInHand } from './keys/keyRing'
import { openWithKey } from './openWithKey'

/** How a database lies on the disk. `unknown`: neither, or damaged from its first byte. */
export type FileForm = 'absent' | 'plain' | 'encrypted' | 'unknown'

/** It is asked by whoever must not wait. */
const LONGEST_WAIT_MS = 20

/** An empty file is absent: whoever opens it begins it. An encrypted one is known without its key too. */
export function fileForm(path: string, master: Uint8Array | null = keyInHand()): FileForm {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return 'absent'
  try {
    const { database, encrypted } = openWithKey(path, master, { readonly: true, timeout: LONGEST_WAIT_MS })
    try {
      database.pragma('schema_version')
      return encrypted ? 'encrypted' : 'plain'
    } finally {
      database.close()
    }
  } catch (error) {
    const isOfKey =
      error instanceof StokesError && ['storage.keyNeeded', 'storage.wrongKey'].includes(error.code)
    return isOfKey ? 'encrypted' : 'unknown'
  }
}
