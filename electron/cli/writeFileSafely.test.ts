import { execFileSync } from 'node:child_process'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaceFile, requireWritableFile, requireWritableFolder, writeFileSafely } from './writeFileSafely'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stokes-write-'))
})
afterEach(() => rm(folder, { recursive: true }))

const refused = (reason: string) => ({
  code: 'file.notWritable',
  message: expect.stringContaining(reason) as unknown,
})

describe('writeFileSafely', () => {
  it('replaces a file', async () => {
    const path = join(folder, 'a.csv')
    await writeFileSafely(path, 'old')
    await writeFileSafely(path, 'new')
    expect(await readFile(path, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['a.csv'])
  })

  it('leaves what was there where the new content is not finished', async () => {
    const path = join(folder, 'a.csv')
    await writeFileSafely(path, 'old')
    const failing = replaceFile(path, async (part) => {
      await writeFile(part, 'half')
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
    })
    await expect(failing).rejects.toMatchObject(refused('the disk is full'))
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['a.csv'])
  })

  it('writes through a link and leaves it one', async () => {
    await writeFile(join(folder, 'data.csv'), 'old')
    await symlink('data.csv', join(folder, 'link.csv'))
    await writeFileSafely(join(folder, 'link.csv'), 'new')
    expect((await lstat(join(folder, 'link.csv'))).isSymbolicLink()).toBe(true)
    expect(await readFile(join(folder, 'data.csv'), 'utf8')).toBe('new')
  })

  it.skipIf(process.platform === 'win32')('writes to what is no file, and never replaces it', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const [read] = await Promise.all([readFile(pipe, 'utf8'), writeFileSafely(pipe, 'through')])
    expect(read).toBe('through')
    expect((await lstat(pipe)).isFIFO()).toBe(true)
    expect(await readdir(folder)).toEqual(['pipe'])
  })
})

describe('requireWritable', () => {
  it('accepts what can be written, and leaves nothing', async () => {
    await requireWritableFile(join(folder, 'new.csv'))
    await writeFile(join(folder, 'old.csv'), 'old')
    await requireWritableFile(join(folder, 'old.csv'))
    expect(await readdir(folder)).toEqual(['old.csv'])
    expect(await readFile(join(folder, 'old.csv'), 'utf8')).toBe('old')
    await requireWritableFolder(join(folder, 'a', 'b'))
    expect(await readdir(join(folder, 'a', 'b'))).toEqual([])
  })

  it('says what is in the way', async () => {
    await mkdir(join(folder, 'folder'))
    await writeFile(join(folder, 'file'), '')
    await expect(requireWritableFile(join(folder, 'none', 'a'))).rejects.toMatchObject(
      refused('its folder does not exist'),
    )
    await expect(requireWritableFile(join(folder, 'folder'))).rejects.toMatchObject(refused('it is a folder'))
    await expect(requireWritableFile(join(folder, 'file', 'a'))).rejects.toMatchObject(
      refused('is not a folder'),
    )
    await expect(requireWritableFolder(join(folder, 'file'))).rejects.toMatchObject(
      refused('a file of that name is in the way'),
    )
  })
})
