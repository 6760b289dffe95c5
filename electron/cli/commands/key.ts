import { writeFileSync } from 'node:fs'
import { StokesError } from '../../contract/errors'
import { caseLogPath } from '../../instrument/services/createServices'
import { noteEvent } from '../../instrument/services/noteEvent'
import { writeCaseLog } from '../../instrument/services/writeCaseLog'
import { systemClock } from '../../shared/clock'
import { dataFolder } from '../../shared/paths'
import { programUser } from '../../storage/audit/programUser'
import { changeKey } from '../../storage/changeKey'
import { fileForm } from '../../storage/fileForm'
import { keyName, newMasterKey } from '../../storage/keys/deriveKey'
import { keyInHand } from '../../storage/keys/keyRing'
import { recoveryWords } from '../../storage/keys/recoveryWords'
import { answer } from '../output'
import { readKey } from '../readKey'
import { explainFailure } from '../writeFileSafely'

const PROGRAM = 'stokes key'

export interface NewKeyOptions {
  out: string
  json?: boolean
}

export interface KeyChangeOptions {
  db?: string
  json?: boolean
}

/** Writes a key where there is none yet: a key that is overwritten takes its case log with it. */
export async function newKey(options: NewKeyOptions): Promise<void> {
  const key = newMasterKey()
  await explainFailure(options.out, () => {
    writeFileSync(options.out, `${recoveryWords(key).join(' ')}\n`, { mode: 0o600, flag: 'wx', flush: true })
    return Promise.resolve()
  })
  answer({ key: keyName(key), file: options.out }, options, () =>
    [
      `Key ${keyName(key)} in ${options.out}.`,
      'Print it and keep it apart from this computer: without it an encrypted case log is lost.',
    ].join('\n'),
  )
}

export function encrypt(options: KeyChangeOptions): void {
  change(options, null, needed())
}

export function decrypt(options: KeyChangeOptions & { eraseIdentities?: string }): void {
  const { eraseIdentities: reason } = options
  const from = needed()
  if (reason !== undefined) {
    const user = programUser()
    writeCaseLog({ path: pathOf(options), program: PROGRAM, user, masterKey: from }, (log) => {
      log.identities.eraseAll({ operatorId: log.operators.ensure(user ?? PROGRAM).id, reason })
    })
  }
  change(options, from, null)
}

export function rotate(options: KeyChangeOptions & { newKeyFile: string }): void {
  change(options, needed(), readKey(options.newKeyFile))
}

function needed(): Uint8Array {
  const key = keyInHand()
  if (key) return key
  throw new StokesError('usage.invalid', 'There is no key.', {
    tip: 'Name its file with --key-file; "stokes key new --out FILE" makes one.',
  })
}

const pathOf = ({ db }: KeyChangeOptions) => db ?? caseLogPath(dataFolder())

function change(options: KeyChangeOptions, from: Uint8Array | null, to: Uint8Array | null): void {
  const path = pathOf(options)
  if (from === null && fileForm(path) === 'encrypted') {
    throw new StokesError('usage.invalid', `The case log ${path} is encrypted already.`, {
      tip: '"stokes key rotate" gives it another key.',
    })
  }
  const { rows } = changeKey({ path, from, to, clock: systemClock, program: PROGRAM })
  const name = to && keyName(to)
  const kind = to === null ? 'decrypted' : from === null ? 'encrypted' : 'keyChanged'
  noteEvent({ path, program: PROGRAM, user: programUser(), masterKey: to }, kind, { key: name })
  answer({ db: path, encrypted: to !== null, key: name, rows }, options, () =>
    name === null
      ? `${path} is not encrypted any more: whoever has the file can read it.`
      : `${path} is encrypted with the key ${name}. Backups that were made before have what they had.`,
  )
}
