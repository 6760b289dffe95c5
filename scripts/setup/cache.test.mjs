import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeOnce } from './cache.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-cache-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('of two runs at once the first one counts, and nothing half made is left', async () => {
  const target = join(folder, 'thing')
  const make = (/** @type {string} */ name, /** @type {number} */ milliseconds) =>
    makeOnce(target, async (unfinished) => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      writeFileSync(join(unfinished, 'name'), name)
    })
  await Promise.all([make('slow', 60), make('quick', 5)])
  await make('late', 0)
  expect(readFileSync(join(target, 'name'), 'utf8')).toBe('quick')
  expect(readdirSync(folder)).toEqual(['thing'])
})

test('a failure leaves nothing in its place', async () => {
  await expect(makeOnce(join(folder, 'thing'), () => Promise.reject(new Error('no room')))).rejects.toThrow(
    'no room',
  )
  expect(readdirSync(folder)).toEqual([])
})
