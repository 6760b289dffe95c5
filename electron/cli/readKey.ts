import { readFileSync, statSync } from 'node:fs'
import { StokesError } from '../contract/errors'
import { keyOfText } from '../storage/keys/keyOfText'
import { tell } from './output'

/** No file of a key is longer. */
const LONGEST = 4096

/**
 * The master key in a file; says so where others may read that file.
 * @throws StokesError `file.notReadable`, `storage.wrongKey`
 */
export function readKey(path: string): Uint8Array {
  let text: string
  try {
    const { mode, size } = statSync(path)
    if (size > LONGEST) throw new Error(`it has ${size} bytes, and a key has fewer than ${LONGEST}`)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      tell(`Others may read the key in ${path}: chmod 600 ${path}`)
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new StokesError(
      'file.notReadable',
      `The key in ${path} cannot be read: ${(error as Error).message}.`,
      {
        tip: 'Name the file that holds the recovery key.',
        cause: error,
      },
    )
  }
  return keyOfText(text)
}
