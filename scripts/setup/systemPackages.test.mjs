import { expect, test } from 'vitest'
import { missing } from './systemPackages.mjs'

const needs = [
  { file: 'libgbm.so.1', debian: 'libgbm1' },
  { file: 'Xvfb', debian: 'xvfb' },
]

test('finds libraries and programs where Debian keeps them', () => {
  const there = (/** @type {string} */ path) => /linux-gnu\/libgbm\.so\.1$|^\/usr\/bin\/Xvfb$/.test(path)
  expect(missing(needs, there)).toEqual([])
})

test('names what is nowhere', () => {
  expect(missing(needs, (path) => path === '/usr/bin/Xvfb')).toEqual([
    { file: 'libgbm.so.1', debian: 'libgbm1' },
  ])
})

test('a library among the programs does not count', () => {
  expect(missing(needs, (path) => path.startsWith('/usr/bin/'))).toHaveLength(1)
})
