import { expect, test } from 'vitest'
import { differingPackages } from './dependencies.mjs'

test('names what is missing or has another version', () => {
  const locked = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0' },
    'node_modules/c': { version: '3.0.0' },
  }
  const installed = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.1' } }
  expect(differingPackages(locked, installed)).toEqual(['node_modules/b', 'node_modules/c'])
})

test('an optional package may be missing: it is for another platform', () => {
  expect(differingPackages({ 'node_modules/a': { version: '1.0.0', optional: true } }, {})).toEqual([])
})
