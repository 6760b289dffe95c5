import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { dataSetHash } from './dataSetHash'
import { aDataSet } from './fixtures'
import { loadSnapshot, requireUnchanged, saveSnapshot } from './snapshot'

const folder = mkdtempSync(join(tmpdir(), 'stokes-snapshot-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})
const given = aDataSet()

describe('a snapshot', () => {
  test('holds the data set to the bit, and nothing else is left in its folder', async () => {
    const path = join(folder, 'one.safetensors')
    const hash = await saveSnapshot(path, given)
    expect(hash).toBe(dataSetHash(given))
    expect(await loadSnapshot(path)).toEqual({ dataSet: given, hash })
    expect(readdirSync(folder)).toEqual(['one.safetensors'])
  })

  test('is a safetensors file: its tensors lie where the header says, aligned', async () => {
    const path = join(folder, 'tensors.safetensors')
    await saveSnapshot(path, given)
    const bytes = readFileSync(path)
    const length = Number(bytes.readBigUInt64LE())
    const { spectra } = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as {
      spectra: { dtype: string; shape: number[]; data_offsets: [number, number] }
    }
    expect(spectra).toMatchObject({ dtype: 'F64', shape: [given.rows.length, given.axis.length] })
    expect((8 + length) % 8).toBe(0)
    expect(bytes.length).toBe(8 + length + spectra.data_offsets[1])
    expect(bytes.readDoubleLE(8 + length + spectra.data_offsets[0] + 8)).toBe(given.spectra[1])
  })

  test('is refused when anything in it was changed', async () => {
    const path = join(folder, 'changed.safetensors')
    await saveSnapshot(path, given)
    const bytes = readFileSync(path)
    const changes: [string, () => void][] = [
      ['a bit of a number', () => (bytes[bytes.length - 3]! ^= 1)],
      ['a patient', () => bytes.write('P9', bytes.indexOf('P1'))],
    ]
    for (const [what, change] of changes) {
      change()
      writeFileSync(path, bytes)
      await expect(loadSnapshot(path), what).rejects.toMatchObject({ code: 'dataset.changed' })
    }
    truncateSync(path, bytes.length - 8)
    await expect(loadSnapshot(path)).rejects.toMatchObject({ code: 'dataset.changed' })
  })

  test.each([
    ['nothing', ''],
    ['text', 'patient,label,600,601\nP1,0,1,2\n'],
    ['a header that is none', '\u0003\0\0\0\0\0\0\0{{{'],
  ])('is no snapshot: %s', async (_what, text) => {
    const path = join(folder, 'none')
    writeFileSync(path, text)
    await expect(loadSnapshot(path)).rejects.toMatchObject({ code: 'file.notReadable' })
  })

  test('leaves what was there where it cannot be written', async () => {
    const path = join(folder, 'kept.safetensors')
    const hash = await saveSnapshot(path, given)
    await expect(saveSnapshot(path, { ...given, rows: [] })).rejects.toMatchObject({
      code: 'dataset.invalid',
    })
    expect((await loadSnapshot(path)).hash).toBe(hash)
    await expect(saveSnapshot(join(folder, 'missing', 'x'), given)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(loadSnapshot(join(folder, 'missing', 'x'))).rejects.toMatchObject({ code: 'file.notFound' })
  })

  test('tells a data set that was changed since', () => {
    requireUnchanged(given, dataSetHash(given))
    expect(() => {
      requireUnchanged(aDataSet(41), dataSetHash(given))
    }).toThrow(expect.objectContaining({ code: 'dataset.changed' }))
  })
})
