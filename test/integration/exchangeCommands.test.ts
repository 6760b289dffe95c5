import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addLesion, aFrame, openTestLog, startAcquisition } from '../../electron/storage/fixtures'
import { runStokes } from '../support/stokesCommand'

const PSEUDONYM = 'Zebra-4711'
let folder: string
let db: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-exchange-'))
  db = join(folder, 'log.sqlite')
  const log = openTestLog(db)
  const { id } = startAcquisition(log, addLesion(log, { pseudonym: PSEUDONYM }))
  log.frames.append(id, aFrame(1), 'sample')
  log.acquisitions.finish(id, { status: 'complete' })
  log.close()
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

async function stokes(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runStokes(...args, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as Record<string, unknown>
}

it('stokes export and import bring a case elsewhere, and nothing of a refused file', async () => {
  const archives = join(folder, 'archives')
  await stokes('export', '--db', db, '--all', '--format', 'archive', '--out', archives)
  const elsewhere = join(folder, 'elsewhere.sqlite')
  const archive = join(archives, readdirSync(archives)[0]!)
  expect(await stokes('import', archive, '--db', elsewhere)).toMatchObject({ cases: [{ frames: 1 }] })
  expect(await stokes('import', archive, '--db', elsewhere)).toMatchObject({ cases: [{ added: 0 }] })

  const [good, bad] = [join(folder, 'good.csv'), join(folder, 'bad.csv')]
  writeFileSync(good, '1400,1\n1401,2\n')
  writeFileSync(bad, '1400,1\n1401,=2\n')
  const { code, stderr } = await runStokes('import', good, bad, '--db', elsewhere)
  expect(code).toBe(3)
  expect(stderr).toContain('bad.csv, line 2')
  expect(await stokes('cases', '--db', elsewhere)).toMatchObject({ total: 1 })
})

it('stokes export writes a report as PDF without a window', async () => {
  const out = join(folder, 'report.pdf')
  await stokes('export', '--db', db, '--all', '--format', 'pdf', '--out', out)
  expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-')
})

it('stokes export says nobody’s name to research, and asks for a key', async () => {
  const out = join(folder, 'research')
  const ask = ['export', '--db', db, '--all', '--format', 'csv', '--out', out, '--deidentify']
  const { code, stderr } = await runStokes(...ask)
  expect(code).toBe(2)
  expect(stderr).toContain('stokes key new')
  const key = join(folder, 'key')
  await stokes('key', 'new', '--out', key)
  await stokes(...ask, '--research-key', key)
  const files = readdirSync(out)
  expect(files).toContain('deidentification.json')
  for (const file of files) {
    expect(file).not.toContain(PSEUDONYM)
    expect(readFileSync(join(out, file), 'utf8')).not.toMatch(/Zebra|left elbow|Ada|2026-01-01/)
  }
})
