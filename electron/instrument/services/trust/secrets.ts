import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { StokesError } from '../../../contract/errors'

/**
 * scrypt (RFC 7914) with N = 2^17, r = 8, p = 1: 128 MiB and some 0.3 s for each guess, as the OWASP Password Storage Cheat Sheet
 * recommends. The parameters are kept with each secret, so that later ones may cost more.
 */
const PARAMETERS = { log2N: 17, r: 8, p: 1 }
const SALT_BYTES = 16
const HASH_BYTES = 32
const HEADER_BYTES = 3
const SHORTEST = 6

/**
 * What is kept of a secret: log2 N, r and p, a byte each; 16 bytes of salt; 32 of scrypt.
 * @throws StokesError `trust.weakSecret`
 */
export async function keepSecret(secret: string): Promise<Uint8Array> {
  requireStrong(secret)
  const salt = randomBytes(SALT_BYTES)
  const { log2N, r, p } = PARAMETERS
  return Buffer.concat([Buffer.from([log2N, r, p]), salt, await derive(secret, salt, PARAMETERS)])
}

/** Whether this is the secret, in the same time wherever it differs. */
export async function isSecret(secret: string, kept: Uint8Array): Promise<boolean> {
  const [log2N, r, p] = kept as unknown as [number, number, number]
  const salt = kept.subarray(HEADER_BYTES, HEADER_BYTES + SALT_BYTES)
  const wanted = kept.subarray(HEADER_BYTES + SALT_BYTES)
  return timingSafeEqual(await derive(secret, salt, { log2N, r, p }), wanted)
}

function derive(secret: string, salt: Uint8Array, { log2N, r, p }: typeof PARAMETERS): Promise<Buffer> {
  const N = 2 ** log2N
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, hash) => {
      if (error) reject(error)
      else resolve(hash)
    })
  })
}

function requireStrong(secret: string): void {
  const why = weakness(secret)
  if (!why) return
  throw new StokesError('trust.weakSecret', `This PIN or password is too easy to guess: ${why}.`, {
    tip: `Take ${SHORTEST} or more digits that are no row of their own, or a password.`,
  })
}

function weakness(secret: string): string | null {
  const characters = Array.from(secret, (character) => character.codePointAt(0)!)
  if (characters.length < SHORTEST) return `it has ${characters.length} characters of at least ${SHORTEST}`
  const steps = new Set(characters.slice(1).map((code, i) => code - characters[i]!))
  const [step] = steps
  if (steps.size === 1 && Math.abs(step!) <= 1) return 'its characters are all the same, or follow each other'
  return null
}
