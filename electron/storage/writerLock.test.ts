import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from './fixtures'
import { takeWriterLock } from './writerLock'

let path: string
let remove: () => void

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  path = join(temporary.folder, 'cases.db')
})
afterEach(() => {
  remove()
})

const stokes = { pid: 11, program: 'Stokes', since: '2026-01-01T00:00:00.000Z' }
const acquire = { pid: 12, program: 'stokes acquire', since: '2026-01-02T00:00:00.000Z' }

describe('the lock of the writer', () => {
  it('is held by one at a time, and names the holder to another', () => {
    const release = takeWriterLock(path, stokes)
    expect(() => takeWriterLock(path, acquire)).toThrow(
      expect.objectContaining({
        code: 'storage.locked',
        message: expect.stringContaining('Stokes (process 11, since 2026-01-01') as string,
        details: stokes,
      }),
    )
    release()
    takeWriterLock(path, acquire)()
  })

  it('is given back once, and not again when another has it', () => {
    const release = takeWriterLock(path, stokes)
    release()
    const releaseNext = takeWriterLock(path, acquire)
    release()
    expect(() => takeWriterLock(path, stokes)).toThrow(expect.objectContaining({ code: 'storage.locked' }))
    expect(JSON.parse(readFileSync(`${path}.holder.json`, 'utf8'))).toEqual(acquire)
    releaseNext()
    expect(existsSync(`${path}.holder.json`)).toBe(false)
  })

  it('does not depend on the file that names the holder', () => {
    writeFileSync(`${path}.holder.json`, 'left behind and broken')
    const release = takeWriterLock(path, stokes)
    writeFileSync(`${path}.holder.json`, '{')
    expect(() => takeWriterLock(path, acquire)).toThrow(/by another program/)
    release()
  })

  it('needs a folder that can be written', () => {
    expect(() => takeWriterLock('/proc/cases.db', stokes)).toThrow(
      expect.objectContaining({ code: 'storage.readOnly' }),
    )
  })
})
