import { afterEach, describe, expect, it, vi } from 'vitest'
import { openDatabase, sqliteVersion } from './nativePart'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const noNativePart = expect.objectContaining({ code: 'storage.noNativePart' }) as Error

describe('the native part of SQLite', () => {
  it('is there', () => {
    expect(sqliteVersion()).toMatch(/^3\.\d+/)
  })

  it('is not loaded by a runtime that it would crash', () => {
    vi.stubEnv('STOKES_SQLITE_BINDING', '')
    vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, napi: '9' })
    expect(() => openDatabase(':memory:')).toThrow(noNativePart)
  })

  it.each(['/no/such/binding.node', import.meta.filename])('that cannot be loaded says so: %s', (binding) => {
    vi.stubEnv('STOKES_SQLITE_BINDING', binding)
    expect(() => openDatabase(':memory:')).toThrow(noNativePart)
  })
})
