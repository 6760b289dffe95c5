import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { casePageSchema } from '../../electron/contract/cases'
import type { RecomputedResult } from '../../electron/instrument/services/recompute/recomputeAll'
import { openDatabase } from '../../electron/storage/nativePart'
import { runStokes, spawnStokes } from '../support/stokesCommand'

/* What an inspector asks of a case log, of one that `stokes acquire` made. */

let folder: string
let db: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-record-'))
  db = join(folder, 'log.sqlite')
  const simulator = spawnStokes('simulate', '--seed', '1', '--sample', 'lesion:melanoma:II')
  try {
    const [line] = (await once(createInterface(simulator.stdout), 'line')) as [string]
    const { port } = JSON.parse(line) as { port: string }
    for (const patient of ['P-1', 'P-2']) {
      const { code, stderr } = await runStokes(
        ...['acquire', '--port', port, '--integration', '300', '--accumulations', '3', '--dark', '1'],
        ...['--db', db, '--patient', patient, '--json'],
      )
      expect(code, stderr).toBe(0)
    }
  } finally {
    simulator.kill('SIGTERM')
    await once(simulator, 'close')
  }
}, 60_000)
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const reprocess = async (...options: string[]) => {
  const { code, stdout, stderr } = await runStokes('reprocess', '--db', db, '--json', ...options)
  expect(code, stderr).toBe(0)
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecomputedResult)
}

describe('stokes cases', () => {
  it('lists what is meant, page by page', async () => {
    const cases = async (...options: string[]) => {
      const { code, stdout, stderr } = await runStokes('cases', '--db', db, '--json', ...options)
      expect(code, stderr).toBe(0)
      return casePageSchema.parse(JSON.parse(stdout))
    }
    const first = await cases('--limit', '1', '--answer', 'benign,malignant', '--diagnosis', 'none')
    expect(first).toMatchObject({ total: 2, rows: [{ patient: { pseudonym: 'P-2' } }] })
    const second = await cases('--limit', '1', '--cursor', first.next!)
    expect(second).toMatchObject({ next: null, rows: [{ patient: { pseudonym: 'P-1' } }] })
    expect((await cases('--origin', 'instrument')).total).toBe(0)
  })

  it('says which words it knows', async () => {
    const { code, stderr } = await runStokes('cases', '--db', db, '--site', 'elbow', '--json')
    expect(code).toBe(2)
    expect(stderr).toContain('bodySites')
  })
})

describe('stokes reprocess', () => {
  it('computes every stored answer again, in another process, to the bit', async () => {
    const results = await reprocess()
    expect(results.map(({ same, differences }) => ({ same, differences }))).toEqual([
      { same: true, differences: [] },
      { same: true, differences: [] },
    ])
    expect(new Set(results.map((result) => result.case)).size).toBe(2)
    expect(await reprocess('--case', results[1]!.case)).toEqual([results[1]])
  })

  it('says which engine differs, and by how much', async () => {
    const [{ same, differences }] = (await reprocess('--engine', 'tfjs-wasm')) as [RecomputedResult]
    expect(same).toBe(false)
    expect(differences[0]).toEqual({
      ...{ kind: 'circumstance', what: 'engine' },
      ...{ stored: 'onnx-cpu', again: 'tfjs-wasm' },
    })
    const saliency = differences.find(({ what }) => what === 'saliency')
    expect(saliency?.greatest?.absolute).toBeLessThan(1e-5)
    expect(differences.some(({ what }) => what === 'processed')).toBe(false)
  })

  it('is the same to the bit without the addon, and says what ran', async () => {
    vi.stubEnv('STOKES_PREPROCESSING_BINDING', 'none')
    const [first] = await reprocess().finally(() => vi.unstubAllEnvs())
    expect(first!.same).toBe(true)
    expect(first!.differences[0]).toMatchObject({ what: 'chain', stored: 'native', again: 'typescript' })
    expect(first!.differences.every(({ kind }) => kind === 'circumstance')).toBe(true)
  })

  it('compares by another recipe what needs no model, which never runs on it', async () => {
    const [{ same, differences }] = (await reprocess('--recipe', 'paper')) as [RecomputedResult]
    expect(same).toBe(false)
    expect(differences.filter(({ kind }) => kind === 'value').map(({ what }) => what)).toEqual([
      'grid',
      'processed',
    ])
    expect(differences[0]).toMatchObject({
      what: 'model',
      again: expect.stringContaining('not asked') as string,
    })
    const { code } = await runStokes('reprocess', '--db', db, '--recipe', 'paper', '--keep')
    expect(code).toBe(2)
  })

  it('names the model that is gone, and compares the rest', async () => {
    const copy = join(folder, 'gone.sqlite')
    const database = openDatabase(db)
    database.prepare('VACUUM INTO ?').run(copy)
    database.close()
    const wanted = 'f'.repeat(64)
    const changed = openDatabase(copy)
    changed.exec('DROP TRIGGER resultIsNeverChanged')
    changed.prepare('UPDATE result SET modelHash = ?').run(wanted)
    changed.close()
    const { stdout } = await runStokes('reprocess', '--db', copy, '--json')
    const { same, differences } = JSON.parse(stdout.split('\n')[0]!) as RecomputedResult
    expect(same).toBe(false)
    expect(differences).toEqual([
      {
        kind: 'circumstance',
        what: 'model',
        stored: expect.stringContaining(wanted) as string,
        again: expect.stringContaining('not on this computer') as string,
      },
    ])
  })

  it('keeps an answer that is another beside the old one, once; and none of a model that does not serve', async () => {
    expect(await reprocess('--keep')).toHaveLength(2)
    expect(await reprocess('--keep', '--engine', 'tfjs-wasm')).toHaveLength(2)
    expect(await reprocess('--keep', '--engine', 'tfjs-wasm')).toHaveLength(4)
    expect((await reprocess()).map(({ same }) => same)).toEqual([true, true, true, true])
    const { code, stderr } = await runStokes('reprocess', '--db', db, '--model', 'cnn5-simulated', '--keep')
    expect(code).toBe(2)
    expect(stderr).toContain('does not serve')
  })

  it('names a case that has no answer', async () => {
    const { code, stderr } = await runStokes('reprocess', '--db', db, '--case', 'nobody', '--json')
    expect(code).toBe(5)
    expect(stderr).toContain('no answer of nobody')
  })
})

describe('stokes verify', () => {
  it('finds what was changed past Stokes, which a recomputation then finds, too', async () => {
    const sound = await runStokes('verify', '--db', db, '--json')
    expect(sound.code, sound.stderr).toBe(0)
    expect(JSON.parse(sound.stdout)).toMatchObject({ ok: true, findings: [], signed: null })

    const database = openDatabase(db)
    const trigger = database
      .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'frameIsNeverChanged'`)
      .pluck()
    const sql = trigger.get() as string
    database.exec('DROP TRIGGER frameIsNeverChanged')
    database.exec('UPDATE frame SET intensities = zeroblob(length(intensities)) WHERE entry = 2')
    database.exec(sql)
    database.close()

    const changed = await runStokes('verify', '--db', db, '--json')
    expect(changed.code).toBe(5)
    expect(JSON.parse(changed.stdout)).toMatchObject({
      ok: false,
      findings: [{ table: 'frame', id: '2', what: expect.stringContaining('changed') as string }],
    })
    const [first] = await reprocess()
    expect(first).toMatchObject({
      same: false,
      differences: [
        { what: 'frames', stored: expect.stringMatching(/^frame 2: [0-9a-f]{64}$/) as string },
        { what: 'problem' },
      ],
    })
  })
})
