import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkIntegrity } from './npmPackage.mjs'

/** SHA-512 of "abc": FIPS 180-2, appendix C.1. */
const HASH_OF_ABC =
  'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f'
const INTEGRITY = `sha512-${Buffer.from(HASH_OF_ABC, 'hex').toString('base64')}`

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-integrity-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('accepts the file that was pinned', async () => {
  writeFileSync(join(folder, 'file'), 'abc')
  await expect(checkIntegrity(join(folder, 'file'), INTEGRITY)).resolves.toBeUndefined()
})

test('refuses any other', async () => {
  writeFileSync(join(folder, 'file'), 'abd')
  await expect(checkIntegrity(join(folder, 'file'), INTEGRITY)).rejects.toThrow(/not the pinned/)
})
