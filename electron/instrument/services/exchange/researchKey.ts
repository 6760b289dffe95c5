import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { StokesError } from '../../../contract/errors'
import { KEY_BYTES } from '../../../storage/keys/deriveKey'
import { keyOfText } from '../../../storage/keys/keyOfText'
import type { CaseLog } from '../../../storage/openCaseLog'

/** Where the key lies that replaces ids and moves dates. */
export type ResearchKeyPlace =
  /** It follows from the key of an encrypted case log. */
  | { kind: 'log' }
  /** A file of its own, beside a plain case log: who has both can undo the replacing. */
  | { kind: 'file'; path: string; isThere: boolean }

/** A key that was once made beside a case log stays in use, so that names stay the same, also when the log is encrypted later. */
export function researchKeyPlace(log: Pick<CaseLog, 'path' | 'keys'>): ResearchKeyPlace {
  const path = `${log.path}.research-key`
  const isThere = existsSync(path)
  return log.keys && !isThere ? { kind: 'log' } : { kind: 'file', path, isThere }
}

/**
 * The key of this case log for research; a plain one gets one beside it, for its user alone (mode 600), where there is none.
 * @throws StokesError `storage.wrongKey` for a file that holds none, `file.notWritable`, `file.notReadable`
 */
export function researchKeyOf(log: Pick<CaseLog, 'path' | 'keys'>): Uint8Array {
  const place = researchKeyPlace(log)
  if (place.kind === 'log') return log.keys!.pseudonyms
  const { path, isThere } = place
  try {
    if (!isThere)
      writeFileSync(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`, {
        mode: 0o600,
        flag: 'wx',
        flush: true,
      })
    requirePrivate(path)
    return keyOfText(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof StokesError) throw error
    const code = isThere ? 'file.notReadable' : 'file.notWritable'
    const what = isThere ? 'read' : 'written'
    throw new StokesError(code, `The key for research in ${path} cannot be ${what}: ${String(error)}.`, {
      tip: 'Let this user write beside the case log, or use "stokes export --research-key FILE".',
      cause: error,
    })
  }
}

function requirePrivate(path: string): void {
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return
  throw new StokesError('file.notReadable', `Others may read the key for research in ${path}.`, {
    tip: `Take that right from them: chmod 600 "${path}".`,
  })
}
