import { expect, it } from 'vitest'
import { headIsSignedBy, headSigner } from './headSigner'
import { keysOf } from './keysOf'

const master = Uint8Array.from({ length: 32 }, (_, index) => index)
const other = new Uint8Array(32).fill(7)
const wrongKey = expect.objectContaining({ code: 'storage.wrongKey' }) as Error

it('opens an identity in its own row with its own key, and nowhere else', () => {
  const { identities } = keysOf(master)
  const sealed = identities.seal('Zoë Ångström, 1961-02-03', 'patient-1')
  expect(Buffer.from(sealed).includes('Zo')).toBe(false)
  expect(keysOf(master).identities.open(sealed, 'patient-1')).toBe('Zoë Ångström, 1961-02-03')
  expect(() => identities.open(sealed, 'patient-2')).toThrow(wrongKey)
  expect(() => keysOf(other).identities.open(sealed, 'patient-1')).toThrow(wrongKey)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte))
    expect(() => identities.open(changed, 'patient-1')).toThrow(wrongKey)
  }
  expect(() => identities.open(sealed.subarray(0, 10), 'patient-1')).toThrow(wrongKey)
})

it('seals the same text differently each time', () => {
  const { identities } = keysOf(master)
  expect(identities.seal('Ada', 'p')).not.toEqual(identities.seal('Ada', 'p'))
})

it('signs as RFC 8032 does, section 7.1, test 2', () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
  const seed = hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
  const signer = headSigner(seed, 'test')
  const message = hex('72')
  expect(signer.publicKey).toEqual(hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'))
  expect(signer.sign(message)).toEqual(
    hex(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ),
  )
  expect(headIsSignedBy(signer.publicKey, message, signer.sign(message))).toBe(true)
  expect(headIsSignedBy(signer.publicKey, hex('73'), signer.sign(message))).toBe(false)
  expect(headIsSignedBy(new Uint8Array(3), message, signer.sign(message))).toBe(false)
})

it('gives each purpose a key of its own, and names the master key without telling it', () => {
  const keys = keysOf(master)
  expect(keys.name).toMatch(/^[0-9a-f]{8}$/)
  expect(keysOf(other).name).not.toBe(keys.name)
  expect(Buffer.from(keys.pseudonyms)).not.toEqual(Buffer.from(keys.auditHead.publicKey))
})
