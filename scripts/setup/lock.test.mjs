import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-lock-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('one at a time', async () => {
  const path = join(folder, 'lock')
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setTimeout(resolve, 20))
    inside--
  }
  await Promise.all([withLock(path, work), withLock(path, work), withLock(path, work)])
  expect(most).toBe(1)
  expect(existsSync(path)).toBe(false)
})

test('takes over the lock of a process that has died', async () => {
  const path = join(folder, 'lock')
  const { pid } = spawnSync('true')
  writeFileSync(path, String(pid))
  let waited = false
  const result = await withLock(
    path,
    () => Promise.resolve('done'),
    () => {
      waited = true
    },
  )
  expect({ result, waited }).toEqual({ result: 'done', waited: false })
})

test('is free again after a failure', async () => {
  const path = join(folder, 'lock')
  await expect(withLock(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  await expect(withLock(path, () => Promise.resolve(1))).resolves.toBe(1)
})
