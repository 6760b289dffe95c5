import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { EngineFailure } from '../../electron/contract/system'
import type { StokesError } from '../../electron/contract/errors'
import { AnalysisSupervisor } from '../../electron/instrument/services/analysisSupervisor'
import { systemClock } from '../../electron/shared/clock'
import { bundleProgram, type Program } from '../support/bundleProgram'
import type { Fault } from '../support/failingAnalysis'
import { skinFrames } from '../support/skinFrames'

let program: Program
beforeAll(async () => {
  program = await bundleProgram('test/support/failingAnalysis.ts')
}, 60_000)
afterAll(() => program.remove())

let supervisor: AnalysisSupervisor
let failures: EngineFailure[]
let lost: StokesError[]
afterEach(() => supervisor.stop())

/** Where the engine fails: in an answer, after it was chosen and warmed up (one run, five, one, and three of its covering). */
const IN_AN_ANSWER = 10

function supervise(fault: Fault, after = IN_AN_ANSWER): void {
  failures = []
  lost = []
  supervisor = new AnalysisSupervisor({
    model: { fault, after } as object,
    entry: program.path,
    clock: systemClock,
    limits: { opening: 4000, running: 1500, preview: 300 },
    onFailure: (failure) => failures.push(failure),
    onLost: (reason) => lost.push(reason),
  })
}

const measured = skinFrames()
const { wavenumbers, frames } = measured
const frame = frames[0]!.intensities

describe('an answer is given all the same by an engine that', { timeout: 40_000 }, () => {
  it('throws: the next takes over in the thread', async () => {
    supervise('throws')
    expect((await supervisor.describe()).engines.find(({ used }) => used)?.name).toBe('onnx-webgpu')
    const { answer } = await supervisor.answer(measured)
    expect(answer.saliency).toHaveLength(1200)
    expect(answer.engine).not.toBe('onnx-webgpu')
    expect(failures).toMatchObject([
      { engine: 'onnx-webgpu', reason: 'the device was lost', now: answer.engine },
    ])
    expect(lost).toEqual([])
    expect(supervisor.failures).toEqual(failures)
  })

  const deadly: [Fault, RegExp][] = [
    ['hangs', /onnx-webgpu has been running for 2 s/],
    ['hangsInNativeCode', /onnx-webgpu has been running for 2 s/],
    ['endsTheThread', /exit code 7/],
  ]
  it.each(deadly)('%s: the thread is started again without it', async (fault, reason) => {
    supervise(fault)
    await supervisor.describe()
    const { answer } = await supervisor.answer(measured)
    expect(answer.saliency).toHaveLength(1200)
    expect(answer.engine).not.toBe('onnx-webgpu')
    expect(lost).toHaveLength(1)
    expect(lost[0]!.message).toMatch(reason)
    expect(failures).toMatchObject([
      { engine: 'onnx-webgpu', reason: expect.stringMatching(reason) as unknown },
    ])
    const { engines } = await supervisor.describe()
    expect(engines.find(({ name }) => name === 'onnx-webgpu')).toMatchObject({ usable: false })
  })

  it('hangs while it is opened', async () => {
    supervise('hangsWhenOpened')
    const { answer } = await supervisor.answer(measured)
    expect(answer.engine).not.toBe('onnx-webgpu')
    expect(failures).toMatchObject([
      { engine: 'onnx-webgpu', reason: 'onnx-webgpu has been opening for 4 s.' },
    ])
  })
})

it('shows a live frame as it is, soon, when the thread hangs', { timeout: 40_000 }, async () => {
  supervise('hangs')
  await supervisor.describe()
  expect((await supervisor.preview(wavenumbers, frame)).processed).toHaveLength(1200)
  const answering = supervisor.answer(measured)
  const started = performance.now()
  await expect(supervisor.preview(wavenumbers, frame)).rejects.toMatchObject({ code: 'engine.failed' })
  expect(performance.now() - started).toBeLessThan(600)
  await answering
  expect((await supervisor.preview(wavenumbers, frame)).processed).toHaveLength(1200)
})

it('says that it failed where the thread cannot be kept alive', async () => {
  failures = []
  lost = []
  supervisor = new AnalysisSupervisor({
    model: {},
    entry: '/nowhere/analysis.mjs',
    clock: systemClock,
    onFailure: (failure) => failures.push(failure),
    onLost: (reason) => lost.push(reason),
  })
  await expect(supervisor.describe()).rejects.toMatchObject({ code: 'engine.failed' })
  expect(lost).toHaveLength(2)
})

// ONNX Runtime ends the process when its thread is ended within a run.
it('can be stopped at any time', { timeout: 40_000 }, async () => {
  for (let pause = 0; pause < 1200; pause += 150) {
    supervise('throws', Infinity)
    void supervisor.answer(measured).catch(() => undefined)
    await wait(pause)
    await supervisor.stop()
  }
})
