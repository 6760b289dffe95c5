import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../electron/contract/answer'
import type { Problem } from '../../electron/contract/errors'
import type { instrumentContract } from '../../electron/contract/index'
import type { LearningEvent, NewRun, RunState } from '../../electron/contract/learning'
import { router } from '../../electron/instrument/handlers/router'
import { createServices, type Services } from '../../electron/instrument/services/createServices'
import { openServingModel } from '../../electron/instrument/services/servingModel'
import { bundleProgram } from '../support/bundleProgram'
import { writePatternTable } from '../support/patternTable'
import { startSimulatorProcess } from '../support/simulatorProcess'

/* The researcher's calls, answered by the real services, threads and training process on a small table. */

const LONG_MS = 240_000

let folder: string
let services: Services
let port: MessageChannel['port1']
let client: ContractRouterClient<typeof instrumentContract>
let problems: Problem[]
let events: LearningEvent[]
let stopWatching: () => void
let operatorId: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-learning-'))
  await begin()
  operatorId = (await client.cases.addOperator({ name: 'Ada' })).id
})
afterEach(async () => {
  await end()
  rmSync(folder, { recursive: true, force: true })
})

async function begin(devicePort: string | null = null): Promise<void> {
  problems = []
  events = []
  services = createServices({
    caseLogPath: join(folder, 'case-log.sqlite'),
    program: 'Stokes',
    virtualMicroscope: null,
    port: devicePort,
    model: {},
    onFatal: (reason) => {
      throw reason
    },
  })
  services.problems.listen((problem) => problems.push(problem))
  stopWatching = services.learning.listen((event) => events.push(event))
  const { port1, port2 } = new MessageChannel()
  new RPCHandler(router).upgrade(port1, { context: services })
  port1.start()
  port = port2
  client = createORPCClient(new RPCLink({ port: port2 }))
  port2.start()
  await client.device.state()
}

async function end(): Promise<void> {
  stopWatching()
  await services.close()
  port.close()
}

async function freeze(patients = 160, seed = 3): Promise<string> {
  const path = join(folder, 'pattern.csv')
  writePatternTable(path, { patients, seed })
  const { hash } = await client.learning.freezeData({ name: 'pattern', source: { kind: 'file', path } })
  return hash
}

function start(dataSetHash: string, changes: Partial<NewRun> = {}) {
  const system = changes.system ?? 'pca-lda'
  return client.learning.startRun({ name: system, operatorId, dataSetHash, system, seed: 7, ...changes })
}

/** The long one: a second an epoch. */
const network = (epochs: number): Partial<NewRun> => ({
  system: 'cnn5',
  settings: { epochs, patience: epochs, batch: 16 },
})

async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LONG_MS / 2
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Not so in time: ${String(holds)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const reaches = (runId: string, ...states: RunState[]) =>
  eventually(async () => {
    const { state, problem } = await client.learning.run({ runId })
    if (state === 'failed' && !states.includes('failed')) throw new Error(problem?.message)
    return states.includes(state)
  })
const epochs = () =>
  events.flatMap((event) =>
    event.type === 'progress' && event.point.stage === 'epoch' ? [event.point.step] : [],
  )
const failure = (work: Promise<unknown>): Promise<Problem | null> =>
  work.then(
    () => null,
    (error: unknown) => (error as { data: Problem }).data,
  )
const signed = (hash: string) => ({ hash, operatorId, reason: 'It finds the band.' })

/** Process ids of training processes of this test. */
function trainers(): number[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      const parent = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      return command.includes('trainer.js') && parent === String(process.pid) ? [Number(pid)] : []
    } catch {
      return []
    }
  })
}

describe('a run', { timeout: LONG_MS }, () => {
  it('becomes a candidate, which serves once it is promoted, and is taken back', async () => {
    const dataSetHash = await freeze()
    expect((await client.learning.dataSets())[0]).toMatchObject({ origin: 'simulated', patients: 160 })
    const { id } = await start(dataSetHash)
    await reaches(id, 'finished')
    const run = await client.learning.run({ runId: id })
    expect(run).toMatchObject({ distinguishable: true, problem: null })
    expect(run.auc!.value).toBeGreaterThan(0.9)
    expect(Object.values(run.split!).reduce((sum, part) => sum + part)).toBe(160)
    const predictions = await client.learning.predictions({ runId: id })
    expect(predictions).toHaveLength(run.report!.n)
    const malignant = predictions.find(({ target, said }) => target === 1 && said === 1)!
    const shown = await client.learning.heldOutSpectrum({ runId: id, rowId: malignant.rowId })
    expect([shown.intensities.length, shown.processed.length, shown.saliency!.length]).toEqual([
      801, 1200, 1200,
    ])
    const peak = shown.saliency!.indexOf(Math.max(...shown.saliency!))
    expect(Math.abs(shown.grid[peak]! - 1180)).toBeLessThan(30)
    expect(shown.saliencyMethod).toBe('gradient-input')
    const trust = await client.learning.checkSaliency({ runId: id, rowId: malignant.rowId })
    expect(trust).toMatchObject({ method: 'gradient-input', deletion: { p: 0.05 }, warnings: [] })
    const maps = await client.learning.classMaps({ runId: id })
    const map = maps!.classes[1]!.map!
    expect(Math.abs(maps!.grid[map.indexOf(Math.max(...map))]! - 1180)).toBeLessThan(30)

    const [candidate, shipped] = await client.learning.models()
    expect(candidate).toMatchObject({ hash: run.modelHash, state: 'candidate', research: true })
    expect(shipped).toMatchObject({ state: 'serving', research: false })
    const verdict = await client.learning.judgePromotion({ hash: candidate!.hash })
    expect(verdict).toMatchObject({ use: 'simulated', serving: { hash: shipped!.hash }, objections: [] })
    const promoted = await client.learning.promote(signed(candidate!.hash))
    expect(promoted.map(({ state }) => state)).toEqual(['serving', 'retired'])
    expect(promoted[0]!.history.at(-1)).toMatchObject({
      action: 'promoted',
      operatorName: 'Ada',
      reason: 'It finds the band.',
      comparison: { patients: run.report!.patients },
    })
    expect((await client.system.status()).model?.hash).toBe(candidate!.hash)

    // Not better than itself on the same patients.
    const again = await start(dataSetHash, { name: 'again' })
    await reaches(again.id, 'finished')
    const { modelHash } = await client.learning.run({ runId: again.id })
    expect(await failure(client.learning.promote(signed(modelHash!)))).toMatchObject({
      code: 'registry.refused',
      message: expect.stringMatching(/not higher on the same \d+ held-out patients/) as string,
    })
    expect((await client.learning.compareRuns({ first: id, second: again.id })).figures[0]!.difference).toBe(
      0,
    )

    // What serves is kept from one start to the next.
    await end()
    await begin()
    expect((await client.system.status()).model?.hash).toBe(candidate!.hash)
    const back = await client.learning.rollBack({ use: 'simulated', operatorId, reason: 'A trial.' })
    expect(back.map(({ state }) => state)).toEqual(['candidate', 'retired', 'serving'])
    expect((await client.system.status()).model?.hash).toBe(shipped!.hash)
    expect(
      await failure(client.learning.rollBack({ use: 'simulated', operatorId, reason: 'x' })),
    ).toMatchObject({
      code: 'registry.refused',
    })
    expect(problems).toEqual([])
  })

  it('is held against the model that ships on none of the patients that this one may have learnt from', async () => {
    const shipped = (await client.learning.models())[0]!
    const cohort = Number(/seed (\d+)/.exec((await client.system.status()).model!.provenance)![1])
    const { id } = await start(await freeze(160, cohort))
    await reaches(id, 'finished')
    const { modelHash } = await client.learning.run({ runId: id })
    const verdict = await client.learning.judgePromotion({ hash: modelHash! })
    expect(verdict).toMatchObject({ serving: { hash: shipped.hash }, comparison: null })
    expect(verdict.objections).toEqual([
      expect.stringMatching(/no held-out patients that neither has learnt from/),
    ])
  })

  it('of several classes has a map for each, and serves as what it answers', async () => {
    const path = join(folder, 'three.csv')
    writePatternTable(path, { patients: 160, seed: 5, dysplastic: true })
    const { hash } = await client.learning.freezeData({ name: 'three', source: { kind: 'file', path } })
    const { id } = await start(hash, { classes: 'withDysplastic' })
    await reaches(id, 'finished')
    const { report, modelHash } = await client.learning.run({ runId: id })
    expect(report!.classes.map(({ name }) => name)).toEqual(['benign', 'dysplastic', 'malignant'])
    expect(report!.malignancy!.metrics.auc).toBeGreaterThan(0.9)

    const predictions = await client.learning.predictions({ runId: id })
    const { rowId } = predictions.find(({ target, said }) => target === 1 && said === 1)!
    const shown = await client.learning.heldOutSpectrum({ runId: id, rowId })
    expect(shown).toMatchObject({ mapped: 1, saliencyMethod: 'gradient-input' })
    const highest = (map: readonly number[]) => shown.grid[map.indexOf(Math.max(...map))]!
    expect(Math.abs(highest(shown.saliency!) - 1300)).toBeLessThan(30)
    expect(shown.bands[0]!.occlusionDrop).toBeGreaterThan(0)
    const asMalignant = await client.learning.heldOutSpectrum({ runId: id, rowId, label: 2 })
    expect(asMalignant.mapped).toBe(2)
    expect(asMalignant.saliency).not.toEqual(shown.saliency)
    expect(shown.methods).toEqual(['gradient-input', 'occlusion'])
    const covered = await client.learning.heldOutSpectrum({ runId: id, rowId, method: 'occlusion' })
    expect(covered).toMatchObject({ mapped: 1, saliencyMethod: 'occlusion' })
    expect(Math.abs(highest(covered.saliency!) - 1300)).toBeLessThan(30)
    const trust = await client.learning.checkSaliency({ runId: id, rowId })
    expect(trust).toMatchObject({ deletion: { p: 0.05 }, warnings: [] })
    expect(trust!.redrawn!.correlations).toHaveLength(5)
    expect(await failure(client.learning.heldOutSpectrum({ runId: id, rowId, label: 3 }))).toMatchObject({
      code: 'usage.invalid',
    })
    const maps = (await client.learning.classMaps({ runId: id }))!
    expect(Math.abs(highest(maps.classes[1]!.map!) - 1300)).toBeLessThan(30)
    expect(Math.abs(highest(maps.classes[2]!.map!) - 1180)).toBeLessThan(30)

    await client.learning.promote(signed(modelHash!))
    const { model } = await client.system.status()
    expect(model).toMatchObject({
      hash: modelHash,
      figures: { auc: report!.malignancy!.metrics.auc, patients: report!.malignancy!.patients },
    })
    const serving = await openServingModel({ model: join(folder, 'learning', 'runs', id, 'bundle') })
    const [judged] = await serving.judge([Float64Array.from(shown.processed)])
    expect(judged).toMatchObject({ label: 'benign', saliencyMethod: 'gradient-input' })
    expect(judged!.classes!.indexOf(Math.max(...judged!.classes!))).toBe(1)
    expect(judged!.probability).toBeCloseTo(judged!.classes![2]!, 6)
    await client.learning.rollBack({ use: 'simulated', operatorId, reason: 'Enough.' })
  })

  it('that is killed is interrupted, and goes on where it was', async () => {
    const { id } = await start(await freeze(), network(6))
    await eventually(() => epochs().includes(2))
    const [pid] = trainers()
    process.kill(pid!, 'SIGKILL')
    await reaches(id, 'interrupted')
    expect((await client.learning.run({ runId: id })).problem).toMatchObject({
      code: 'training.interrupted',
      message: expect.stringContaining('SIGKILL') as string,
    })
    expect(await client.learning.models()).toHaveLength(1)
    const before = epochs().length
    await client.learning.resumeRun({ runId: id })
    await reaches(id, 'finished')
    // The epochs that were done are not done again, but for one that was not on the disk yet.
    expect(epochs().slice(before)[0]).toBeGreaterThanOrEqual(2)
    const { progress } = await client.learning.run({ runId: id })
    expect(progress.filter(({ stage }) => stage === 'epoch').map(({ step }) => step)).toEqual([
      1, 2, 3, 4, 5, 6,
    ])
    expect(await client.learning.models()).toHaveLength(2)
  })

  it('is cancelled in its process and in the queue, and the next has its turn', async () => {
    const dataSetHash = await freeze()
    const first = await start(dataSetHash, network(100))
    const second = await start(dataSetHash, { name: 'second' })
    const third = await start(dataSetHash, { name: 'third' })
    await eventually(() => epochs().length > 0)
    expect((await client.learning.runs()).map(({ state }) => state)).toEqual(['queued', 'queued', 'running'])
    expect((await client.learning.cancelRun({ runId: second.id })).state).toBe('cancelled')
    expect((await client.learning.cancelRun({ runId: first.id })).state).toBe('cancelled')
    await reaches(third.id, 'finished')
    expect(trainers()).toEqual([])
    expect(await failure(client.learning.cancelRun({ runId: third.id }))).toMatchObject({
      code: 'usage.invalid',
    })
  })

  it('ends with Stokes, and is found interrupted', async () => {
    const { id } = await start(await freeze(), network(100))
    await eventually(() => epochs().length > 0)
    await end()
    expect(trainers()).toEqual([])
    await begin()
    expect(await client.learning.run({ runId: id })).toMatchObject({
      state: 'interrupted',
      problem: { code: 'training.interrupted' },
      modelHash: null,
    })
  })

  // This process has the loop of the instrument process.
  it('leaves the instrument its time', { retry: 2 }, async () => {
    const { id } = await start(await freeze(), network(100))
    await eventually(() => epochs().length > 0)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const from = epochs().length
    await eventually(() => epochs().length > from + 2)
    delay.disable()
    expect(delay.percentile(99) / 1e6).toBeLessThan(50)
    await client.learning.cancelRun({ runId: id })
  })

  it('of a data set that was changed fails, and of one that cannot be split', async () => {
    const dataSetHash = await freeze()
    const snapshot = join(folder, 'learning', 'data-sets', `${dataSetHash}.safetensors`)
    truncateSync(snapshot, 100_000)
    const { id } = await start(dataSetHash)
    await reaches(id, 'failed')
    expect((await client.learning.run({ runId: id })).problem?.code).toMatch(
      /dataset.changed|file.notReadable/,
    )

    const few = join(folder, 'few.csv')
    writePatternTable(few, { patients: 8, seed: 9 })
    const { hash } = await client.learning.freezeData({ name: 'few', source: { kind: 'file', path: few } })
    const small = await start(hash)
    await reaches(small.id, 'failed')
    expect((await client.learning.run({ runId: small.id })).problem?.code).toBe('dataset.tooSmall')
    expect(await failure(start(hash, { settings: { nonsense: 1 } }))).toMatchObject({ code: 'usage.invalid' })
    expect(await client.learning.models()).toHaveLength(1)
  })
})

describe('a test set that is held out', { timeout: LONG_MS }, () => {
  it('is seen by no run, and each look at it is counted', async () => {
    const dataSetHash = await freeze()
    const path = join(folder, 'external.csv')
    writePatternTable(path, { patients: 60, seed: 4 })
    const { hash } = await client.learning.freezeData({ name: 'external', source: { kind: 'file', path } })
    await client.learning.holdOut({ hash, operatorId, reason: 'Another site.' })
    expect(await failure(start(hash))).toMatchObject({ code: 'dataset.invalid' })
    const { id } = await start(dataSetHash)
    await reaches(id, 'finished')
    const { modelHash } = await client.learning.run({ runId: id })
    const report = await client.learning.look({ dataSetHash: hash, modelHash: modelHash!, operatorId })
    expect(report).toMatchObject({ n: 60, distinguishable: true, model: { hash: modelHash } })
    expect(await client.learning.looks({ hash })).toMatchObject([{ modelHash, operatorName: 'Ada' }])
  })
})

describe('a bundle', { timeout: LONG_MS }, () => {
  it('that was changed is never served', async () => {
    const { id } = await start(await freeze())
    await reaches(id, 'finished')
    const { modelHash } = await client.learning.run({ runId: id })
    const manifest = join(folder, 'learning', 'runs', id, 'bundle', 'manifest.json')
    expect(existsSync(join(folder, 'learning', 'runs', id, 'bundle.part'))).toBe(false)
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8').replace(/"threshold": [\d.]+/, '"threshold": 0.01'),
    )
    expect(await failure(client.learning.promote(signed(modelHash!)))).toMatchObject({
      code: 'registry.refused',
      message: expect.stringContaining('was changed') as string,
    })
    expect(await failure(client.learning.shadow(signed(modelHash!)))).toMatchObject({ code: 'model.damaged' })
  })
})

describe('live cases', { timeout: LONG_MS }, () => {
  it('are answered by the model that serves, and by its shadow unseen', async () => {
    const dataSetHash = await freeze()
    const { id } = await start(dataSetHash)
    await reaches(id, 'finished')
    const hash = (await client.learning.run({ runId: id })).modelHash!
    await end()

    const program = await bundleProgram('electron/simulator/index.ts')
    const simulator = await startSimulatorProcess(program, '--pixels', '2048')
    try {
      await begin(simulator.port)
      await client.device.connect({ kind: 'serial', path: simulator.port })
      await client.device.selectSample({ name: 'lesion' })
      const patient = { pseudonym: 'P-1', yearOfBirth: null, sex: 'unknown', skinType: null } as const
      const { id: patientId } = await client.cases.addPatient(patient)
      const lesion = await client.cases.addLesion({
        patientId,
        bodySite: 'arm',
        description: '',
        origin: 'simulated',
      })
      const measure = async (): Promise<Answer> => {
        const plan = { integrationTimeMs: 50, accumulations: 3, darkFrames: 1, laserPowerMilliwatts: 30 }
        const authorisation = { operatorId, lesionId: lesion.id, eyewearConfirmed: true as const }
        for await (const event of await client.acquisition.start({ plan, authorisation }))
          if (event.phase === 'done') return event.answer
        throw new Error('no answer')
      }
      await client.learning.shadow(signed(hash))
      const answered = await measure()
      expect(answered.model.hash).not.toBe(hash)
      await eventually(async () => (await client.learning.shadowComparison({ hash })).acquisitions === 1)
      const { cases } = await client.learning.shadowComparison({ hash })
      expect(cases[0]).toMatchObject({ servingLabel: answered.label, problem: null })
      expect(JSON.stringify(await client.cases.open({ lesionId: lesion.id }))).not.toContain(hash)

      // Asked for in the middle of a measurement, the switch waits for its end.
      const measuring = measure()
      await client.learning.promote(signed(hash))
      expect((await measuring).model.hash).toBe(answered.model.hash)
      expect((await measure()).model.hash).toBe(hash)
      await client.learning.rollBack({ use: 'simulated', operatorId, reason: 'Enough.' })
      expect((await measure()).model.hash).toBe(answered.model.hash)
    } finally {
      await services.devices.disconnect()
      await simulator.stop()
      await program.remove()
    }
  })
})
