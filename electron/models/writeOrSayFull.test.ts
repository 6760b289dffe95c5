import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeOrSayFull } from './writeOrSayFull'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stokes-whole-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('puts the new file in the place of the old one', async () => {
  const path = join(folder, 'state')
  await writeOrSayFull(path, 'old')
  await writeOrSayFull(path, Uint8Array.of(1, 2, 3))
  expect([...(await readFile(path))]).toEqual([1, 2, 3])
  await writeOrSayFull(path, [Uint8Array.of(4), Uint8Array.of(), Uint8Array.of(5, 6)])
  expect([...(await readFile(path))]).toEqual([4, 5, 6])
  expect(await readdir(folder)).toEqual(['state'])
})

// The system's own full device stands for a full disk; it is not on every system.
test.runIf(existsSync('/dev/full'))('on a full disk leaves the old one, and says so', async () => {
  const path = join(folder, 'state')
  await writeOrSayFull(path, 'old')
  await symlink('/dev/full', `${path}.part`)
  await expect(writeOrSayFull(path, 'new')).rejects.toMatchObject({
    code: 'storage.diskFull',
    message: `The disk that holds ${path} is full (ENOSPC).`,
  })
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['state'])
})

test('gives any other reason as it is', async () => {
  await expect(writeOrSayFull(join(folder, 'none', 'state'), 'new')).rejects.toMatchObject({ code: 'ENOENT' })
})
