import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { load } from './nativeAddon'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-addon-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

it('none asks for TypeScript', () => {
  expect(load('none')).toEqual({ reason: 'STOKES_PREPROCESSING_BINDING is none' })
})

it.each([
  ['is not there', 'missing.node', undefined],
  ['does not load', 'garbage.node', 'not a shared library'],
  // The head of an ELF file for another machine.
  ['does not load', 'foreign.node', '\x7fELF\x02\x01\x01' + '\0'.repeat(9) + '\x03\0\xf3\0\x01'],
  ['has interface 99, not 1', 'newer.js', 'module.exports = { interfaceVersion: 99 }'],
])('says that the addon %s: %s', (reason, name, content) => {
  const file = join(folder, name)
  if (content !== undefined) writeFileSync(file, content, 'latin1')
  const loaded = load(file)
  expect(loaded.addon).toBeUndefined()
  expect(loaded.reason).toContain(`${file} ${reason}`)
})
