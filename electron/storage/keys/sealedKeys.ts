import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { z } from 'zod'
import { StokesError } from '../../contract/errors'
import { renameDurably } from '../flushToDisk'
import { KEY_BYTES } from './deriveKey'

const passphraseSealSchema = z.object({
  by: z.literal('passphrase'),
  /** Name of the master key. */
  key: z.string(),
  salt: z.string(),
  cost: z
    .int()
    .min(2 ** 14)
    .max(2 ** 22),
  sealed: z.string(),
})
const keychainSealSchema = z.object({ by: z.literal('keychain'), key: z.string(), sealed: z.string() })
const sealedKeySchema = z.discriminatedUnion('by', [passphraseSealSchema, keychainSealSchema])
export type SealedKey = z.infer<typeof sealedKeySchema>
type PassphraseSeal = z.infer<typeof passphraseSealSchema>

const fileSchema = z.object({
  format: z.literal('stokes keys 1'),
  /** While a key is exchanged, the old one and the new one: whichever the file has. */
  keys: z.array(sealedKeySchema).min(1),
})

/** Where the sealed keys of a case log lie. */
export function sealedKeysPath(path: string): string {
  return `${path}.keys.json`
}

/** None where there is no such file, or it is damaged: then the recovery key opens the case log. */
export function readSealedKeys(path: string): SealedKey[] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(sealedKeysPath(path), 'utf8'))).keys
  } catch {
    return []
  }
}

export function writeSealedKeys(path: string, keys: SealedKey[]): void {
  const file = sealedKeysPath(path)
  if (keys.length === 0) {
    if (existsSync(file)) rmSync(file)
    return
  }
  const content = { format: 'stokes keys 1', keys } satisfies z.infer<typeof fileSchema>
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  renameDurably(`${file}.new`, file)
}

/** RFC 7914; 128 MiB and some 0.4 s for each guess, as OWASP's password storage cheat sheet asks. */
const COST = 2 ** 17
const BLOCK = 8
const NONCE_BYTES = 12
const TAG_BYTES = 16

export async function sealWithPassphrase(
  master: Uint8Array,
  { key, passphrase }: { key: string; passphrase: string },
): Promise<SealedKey> {
  const salt = randomBytes(16)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', await stretch(passphrase, salt, COST), nonce).setAAD(
    Buffer.from(key),
  )
  const sealed = Buffer.concat([cipher.update(master), cipher.final()])
  return {
    by: 'passphrase',
    key,
    salt: salt.toString('base64'),
    cost: COST,
    sealed: Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64'),
  }
}

/** @throws StokesError `storage.wrongKey` */
export async function openWithPassphrase(
  { key, salt, cost, sealed }: PassphraseSeal,
  passphrase: string,
): Promise<Uint8Array> {
  const bytes = Buffer.from(sealed, 'base64')
  const stretched = await stretch(passphrase, Buffer.from(salt, 'base64'), cost)
  try {
    const decipher = createDecipheriv('aes-256-gcm', stretched, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(key)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return new Uint8Array(
      Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]),
    )
  } catch (error) {
    throw new StokesError('storage.wrongKey', 'This passphrase does not open the case log.', {
      tip: 'Try again, or open it with the recovery key that was written down.',
      cause: error,
    })
  }
}

function stretch(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  const derive = promisify<string, Buffer, number, object, Buffer>(scrypt)
  return derive(passphrase.normalize('NFKC'), salt, KEY_BYTES, {
    N: cost,
    r: BLOCK,
    p: 1,
    maxmem: 256 * cost * BLOCK,
  })
}
