import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as after } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NO_FILTERS } from '../../electron/contract/cases'
import type { Reprocessing, ReprocessingEvent, ReprocessingState } from '../../electron/contract/reprocessing'
import { Analysis } from '../../electron/instrument/services/analysis'
import type { CaseLogDesk } from '../../electron/instrument/services/caseLogDesk'
import { readCaseLog } from '../../electron/instrument/services/readCaseLog'
import { ReprocessingService } from '../../electron/instrument/services/reprocess/reprocessingService'
import { openServingModel } from '../../electron/instrument/services/servingModel'
import { startWorker, type StartedWorker } from '../../electron/instrument/services/startWorker'
import { systemClock } from '../../electron/shared/clock'
import { openDatabase } from '../../electron/storage/nativePart'
import { writeAnsweredCaseLog } from '../support/answeredCaseLog'
import { runStokes, spawnStokes } from '../support/stokesCommand'

/* Stored cases computed again, by the threads and the command that are built. */

const SIMULATED = 10
const REAL = 2

let folder: string
let written: string
let path: string
let model: { name: string; hash: string }
let workers: Worker[]
let caseLog: StartedWorker<CaseLogDesk>
let service: ReprocessingService
/** How many measurements may be computed before something is measured at the instrument. */
let turns: number
let events: ReprocessingEvent[]
let operatorId: string
const hearOfWorker = (worker: Worker) => workers.push(worker)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-batch-'))
  written = join(folder, 'written.sqlite')
  const serving = await openServingModel({ engine: 'onnx-cpu' })
  model = serving.summary
  const analysis = new Analysis(serving, '0.1.0')
  const log = await writeAnsweredCaseLog(written, analysis, { simulated: SIMULATED, instrument: REAL })
  log.close()
}, 60_000)
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

let count = 0
beforeEach(() => {
  path = join(folder, `${++count}.sqlite`)
  const database = openDatabase(written)
  database.prepare('VACUUM INTO ?').run(path)
  database.close()
})

function begin(): void {
  workers = []
  events = []
  turns = Infinity
  process.on('worker', hearOfWorker)
  caseLog = startWorker<CaseLogDesk>('caseLogWorker', { path, program: 'Stokes' }, () => undefined)
  service = new ReprocessingService({
    ...{ caseLogPath: path, log: caseLog.api.reprocessings, clock: systemClock },
    measuring: () => turns-- <= 0,
    tellProblem: () => undefined,
  })
  service.listen((event) => events.push(event))
}
async function end(): Promise<void> {
  process.off('worker', hearOfWorker)
  await service.close()
  await caseLog.api.close()
  await caseLog.stop()
}

const start = () =>
  service.start({
    ...{ operatorId, search: '', filters: NO_FILTERS, engine: 'onnx-cpu' },
    with: { kind: 'model', hash: model.hash },
  })
const progress = () => events.flatMap((event) => (event.type === 'progress' ? [event.progress] : [])).at(-1)
const state = () => events.flatMap((event) => (event.type === 'batch' ? [event.batch.state] : [])).at(-1)
async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 50_000; !holds();) {
    if (Date.now() > deadline) throw new Error(`Nothing came of it: ${JSON.stringify(events.at(-1))}`)
    await after(20)
  }
}
const ends = (wanted: ReprocessingState) => until(() => state() === wanted)

const waits = () => until(() => progress()?.paused === true)
/** Until something is measured again. */
async function goesOn(measurements: number): Promise<void> {
  events = []
  turns = measurements
  await waits()
}

/** Each measurement once, and no more of the record than that. */
function expectWhole(id: string): Reprocessing {
  return readCaseLog(path, (log) => {
    const lines = [...log.reprocessedResults.lines(id)]
    expect(lines).toHaveLength(SIMULATED + REAL)
    expect(new Set(lines.map(({ acquisitionId }) => acquisitionId)).size).toBe(SIMULATED + REAL)
    const [simulated, real] = log.reprocessedResults.outcome(id)
    expect(simulated).toMatchObject({ origin: 'simulated', same: SIMULATED, problems: [], greatestChange: 0 })
    expect(real).toMatchObject({
      ...{ origin: 'instrument', verdicts: { computed: 0, refused: REAL } },
      problems: [
        { verdict: 'refused', message: expect.stringContaining('never judges a real one') as string },
      ],
    })
    for (const { acquisitionId } of lines) {
      expect(
        log.results.places({ acquisitionId }, { after: 0, last: log.results.newestEntry() }),
      ).toHaveLength(1)
    }
    expect(log.verify().findings).toEqual([])
    return log.reprocessings.get(id)
  })
}

describe('a batch on its thread', () => {
  beforeEach(async () => {
    begin()
    operatorId = (await caseLog.api.ensureOperator('Ada')).id
  })
  afterEach(end)

  it('waits while something is measured, is cancelled, goes on, outlives its thread: each measurement once', async () => {
    turns = 0
    const { id, total, model: by } = await start()
    expect({ total, by }).toMatchObject({ total: SIMULATED + REAL, by: { name: model.name } })
    await waits()
    expect(progress()).toMatchObject({ done: 0 })
    await expect(start()).rejects.toMatchObject({ code: 'usage.invalid' })

    await goesOn(4)
    const cancelled = await service.cancel(id)
    expect(cancelled.state).toBe('cancelled')
    expect(cancelled.done).toBeGreaterThan(1)
    expect(cancelled.done).toBeLessThan(5)

    turns = 3
    events = []
    expect(await service.resume(id)).toMatchObject({ state: 'running', done: cancelled.done })
    await waits()
    expect(progress()?.done).toBeGreaterThan(cancelled.done)
    // Between two measurements: in the middle of native code it would be the end of this process.
    await workers.at(-1)?.terminate()
    turns = Infinity
    await ends('interrupted')

    await service.resume(id)
    await ends('finished')
    expect(expectWhole(id)).toMatchObject({ state: 'finished', operatorName: 'Ada' })
  }, 150_000)

  it('computes one answer again with the model and the engine that gave it', async () => {
    const acquisitionId = readCaseLog(path, (log) => log.reprocessings.measurement(1).acquisitionId)
    expect(await service.recompute(acquisitionId)).toMatchObject({ same: true, differences: [] })
    await expect(service.recompute('nobody')).rejects.toMatchObject({ code: 'usage.invalid' })
  }, 60_000)
})

describe('stokes reprocess --batch', () => {
  it('is killed, and goes on where it ended', async () => {
    const options = ['reprocess', '--db', path, '--json']
    const killed = spawnStokes(...options, '--batch', '--all', '--model', model.name, '--engine', 'onnx-cpu')
    await once(createInterface(killed.stdout), 'line')
    killed.kill('SIGKILL')
    await once(killed, 'close')

    const [batch] = JSON.parse(
      (await runStokes('reprocess', '--db', path, '--batches', '--json')).stdout,
    ) as [Reprocessing]
    expect(batch.done).toBeGreaterThan(0)
    const { code, stdout, stderr } = await runStokes(...options, '--resume', batch.id)
    expect(code, stderr).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(SIMULATED + REAL - batch.done)
    expect(expectWhole(batch.id).state).toBe('finished')

    const csv = join(folder, 'outcome.csv')
    const told = await runStokes('reprocess', '--db', path, '--outcome', batch.id, '--csv', csv, '--json')
    expect(told.code, told.stderr).toBe(0)
    expect(JSON.parse(told.stdout)).toMatchObject({
      batch: { id: batch.id },
      outcomes: [{ same: SIMULATED }, {}],
    })
  }, 60_000)

  it('is interrupted by Ctrl-C, and says how to go on', async () => {
    const running = spawnStokes('reprocess', '--db', path, '--batch', '--json')
    await once(createInterface(running.stdout), 'line')
    let said = ''
    running.stderr.on('data', (text) => (said += String(text)))
    running.kill('SIGINT')
    const [code] = (await once(running, 'close')) as [number]
    expect(code).not.toBe(0)
    expect(said).toContain('--resume')
    const [batch] = readCaseLog(path, (log) => log.reprocessings.list())
    expect(batch).toMatchObject({ state: 'cancelled', operatorName: null, model: null })
    expect(batch?.done).toBeLessThan(SIMULATED + REAL)
  }, 60_000)
})
