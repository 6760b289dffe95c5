import { describe, expect, it } from 'vitest'
import { cnn5 } from '../architectures/convolutionalNetwork'
import type { EngineAttempt, EngineFailure } from '../../contract/system'
import type { Clock } from '../../shared/clock'
import type { TrainedBundle } from '../registry/modelBundle'
import { EngineBeacon } from './engineBeacon'
import { EngineRoster, type EngineRosterOptions } from './engineRoster'
import type { EngineName, InferenceEngine, ModelOutputs } from './inferenceEngine'

/** Reads one point and says it: enough to tell which input an engine was given. */
const bundle = {
  name: 'echo',
  network: { ...cnn5, inputLength: 1 },
  reference: [{ spectrum: [0.25], probability: 0.25, logit: 0, cam: [] }],
} as unknown as TrainedBundle

/** Each run of an engine takes as long as its name says. */
const speeds: Partial<Record<EngineName, number>> = { 'onnx-webgpu': 1, 'onnx-cpu': 2, 'tfjs-wasm': 3 }

function machine(faults: Partial<Record<EngineName, (run: number) => Float32Array | undefined>> = {}) {
  let time = 0
  const clock: Clock = { timestamp: () => '2027-01-01T00:00:00.000Z', monotonicMs: () => time }
  const opened: EngineName[] = []
  const disposed: EngineName[] = []
  const failures: EngineFailure[] = []
  const open = (name: EngineName): Promise<InferenceEngine> => {
    const speed = speeds[name]
    if (speed === undefined) return Promise.reject(new Error('it is not there'))
    opened.push(name)
    let run = 0
    return Promise.resolve({
      name,
      run: (spectra: Float32Array): Promise<ModelOutputs> => {
        time += speed
        run += 1
        const probability = faults[name]?.(run) ?? spectra.slice()
        return Promise.resolve({
          probability,
          logit: probability,
          classes: new Float32Array(),
          cam: new Float32Array(),
        })
      },
      dispose: () => {
        disposed.push(name)
        return Promise.resolve()
      },
    })
  }
  const only: EngineName[] = ['onnx-cpu', 'onnx-webgpu', 'tfjs-node-gpu', 'tfjs-wasm']
  const options: EngineRosterOptions = { clock, open, only, onFailure: (failure) => failures.push(failure) }
  return { options, opened, disposed, failures }
}

/** One run for the reference, five for the time: the next is the first in use. */
const IN_USE = 7
const throwing = (from: number) => (run: number) => {
  if (run >= from) throw new Error('device lost\nadvice')
  return undefined
}
const outputs = async (roster: EngineRoster, value = 0.5) => [
  ...(await roster.run(Float32Array.of(value), 1)).probability,
]

describe('EngineRoster', () => {
  it('serves with the fastest', async () => {
    const { options, disposed } = machine()
    const roster = await EngineRoster.open(bundle, options)
    expect(roster.name).toBe('onnx-webgpu')
    expect(disposed).toEqual(['onnx-cpu', 'tfjs-wasm'])
    expect(await outputs(roster)).toEqual([0.5])
  })

  it('runs the same input on the next when a run throws, and says so', async () => {
    const { options, failures, disposed } = machine({ 'onnx-webgpu': throwing(IN_USE + 1) })
    const roster = await EngineRoster.open(bundle, options)
    expect(await outputs(roster)).toEqual([0.5])
    expect(roster.name).toBe('onnx-webgpu')
    expect(await outputs(roster, 0.75)).toEqual([0.75])
    expect(roster.name).toBe('onnx-cpu')
    expect(failures).toEqual([
      { engine: 'onnx-webgpu', reason: 'device lost', now: 'onnx-cpu', at: '2027-01-01T00:00:00.000Z' },
    ])
    expect(disposed.at(-1)).toBe('onnx-webgpu')
    const attempts = new Map(roster.attempts.map((attempt) => [attempt.name, attempt]))
    expect(attempts.get('onnx-webgpu')).toMatchObject({
      usable: false,
      used: false,
      reason: 'it failed in use: device lost',
    })
    expect(attempts.get('onnx-cpu')).toMatchObject({ usable: true, used: true })
  })

  it.each([NaN, Infinity])('does not believe an engine that says %s', async (value) => {
    const wrong = (run: number) => (run >= IN_USE ? Float32Array.of(value) : undefined)
    const { options, failures } = machine({ 'onnx-webgpu': wrong })
    const roster = await EngineRoster.open(bundle, options)
    expect(await outputs(roster)).toEqual([0.5])
    expect(failures).toMatchObject([{ engine: 'onnx-webgpu', now: 'onnx-cpu' }])
  })

  it('blames the model where two engines say what is not a number, and goes on', async () => {
    const wrong = (run: number) => (run === IN_USE ? Float32Array.of(NaN) : undefined)
    const { options } = machine({ 'onnx-webgpu': wrong, 'onnx-cpu': wrong })
    const roster = await EngineRoster.open(bundle, options)
    await expect(outputs(roster)).rejects.toMatchObject({ code: 'model.notFinite' })
    expect(await outputs(roster)).toEqual([0.5])
  })

  it('answers every run of several at once', async () => {
    const { options, failures } = machine({ 'onnx-webgpu': throwing(IN_USE) })
    const roster = await EngineRoster.open(bundle, options)
    expect(
      await Promise.all([0.1, 0.2, 0.3].map(async (value) => (await outputs(roster, value))[0])),
    ).toEqual([expect.closeTo(0.1, 6), expect.closeTo(0.2, 6), expect.closeTo(0.3, 6)])
    expect(failures).toHaveLength(1)
  })

  it('fails when no engine is left, and says why of each', async () => {
    const { options, failures } = machine({
      'onnx-webgpu': throwing(IN_USE),
      'onnx-cpu': throwing(IN_USE + 6),
      'tfjs-wasm': throwing(IN_USE),
    })
    const roster = await EngineRoster.open(bundle, { ...options, only: ['onnx-webgpu'] })
    const running = outputs(roster)
    await expect(running).rejects.toMatchObject({ code: 'engine.failed' })
    await expect(running).rejects.toThrow(/onnx-webgpu: it failed in use: device lost/)
    expect(failures).toMatchObject([{ engine: 'onnx-webgpu', now: null }])
  })

  it('refuses an input that is no number, and blames no engine', async () => {
    const { options, failures } = machine()
    const roster = await EngineRoster.open(bundle, options)
    await expect(outputs(roster, NaN)).rejects.toMatchObject({ code: 'spectrum.notFinite' })
    expect(failures).toEqual([])
  })

  const remembered = (used: EngineName): EngineAttempt[] =>
    (['onnx-cpu', 'tfjs-wasm'] as const).map((name) => ({
      name,
      usable: true,
      used: name === used,
      largestDifference: 0,
      millisecondsPerSpectrum: speeds[name]!,
      reason: null,
    }))

  it('opens the remembered engine alone', async () => {
    const { options, opened } = machine()
    const roster = await EngineRoster.open(bundle, {
      ...options,
      only: undefined,
      remembered: remembered('tfjs-wasm'),
    })
    expect(opened).toEqual(['tfjs-wasm'])
    expect(roster.name).toBe('tfjs-wasm')
    expect(roster.attempts.map(({ name }) => name)).toEqual(['onnx-cpu', 'tfjs-wasm'])
  })

  it('tries all where the remembered one no longer agrees', async () => {
    const { options, opened } = machine({ 'tfjs-wasm': () => Float32Array.of(0.9) })
    const roster = await EngineRoster.open(bundle, {
      ...options,
      only: undefined,
      remembered: remembered('tfjs-wasm'),
    })
    expect(roster.name).not.toBe('tfjs-wasm')
    expect(opened[0]).toBe('tfjs-wasm')
    expect(opened.length).toBeGreaterThan(1)
  })

  it('gives an engine that failed another chance when the hardware changed, and only then', async () => {
    const { options } = machine({
      'onnx-webgpu': (run) => (run === IN_USE ? Float32Array.of(NaN) : undefined),
    })
    const roster = await EngineRoster.open(bundle, options)
    await outputs(roster)
    await roster.reconsider(false)
    expect(roster.name).toBe('onnx-cpu')
    await roster.reconsider(true)
    expect(roster.name).toBe('onnx-webgpu')
  })

  it('replaces an engine that no longer agrees after a sleep', async () => {
    const { options, failures } = machine({
      'onnx-webgpu': (run) => (run >= IN_USE ? Float32Array.of(0.9) : undefined),
    })
    const roster = await EngineRoster.open(bundle, options)
    await roster.reconsider(false)
    expect(roster.name).toBe('onnx-cpu')
    expect(failures).toMatchObject([{ engine: 'onnx-webgpu', reason: /no longer/ }])
  })

  it('shows another thread which engine is at work', async () => {
    const beacon = new EngineBeacon()
    const seen: unknown[] = []
    const elsewhere = new EngineBeacon(beacon.shared)
    const look = () => {
      seen.push(elsewhere.current)
      return undefined
    }
    const { options } = machine({ 'onnx-webgpu': look })
    const roster = await EngineRoster.open(bundle, { ...options, beacon })
    await outputs(roster)
    expect(seen[0]).toEqual({ engine: 'onnx-webgpu', work: 'opening' })
    expect(seen.at(-1)).toEqual({ engine: 'onnx-webgpu', work: 'running' })
    expect(elsewhere.current).toBeNull()
  })
})
