import { describe, expect, it } from 'vitest'
import type { NewReprocessedResult } from '../../../storage/repositories/reprocessings'
import { runReprocessing } from './runReprocessing'

const row = (acquisitionEntry: number) => ({ acquisitionEntry }) as NewReprocessedResult

/** Each measurement takes ten milliseconds of this clock. */
function batch(total: number) {
  let now = 0
  let at = 0
  const written: number[][] = []
  const told: { done: number; paused: boolean; perSecond: number | null; remainingMs: number | null }[] = []
  const stop = new AbortController()
  return {
    written,
    told,
    stop,
    passes: (ms: number) => (now += ms),
    options: {
      ...{ total, done: 0, signal: stop.signal },
      clock: { monotonicMs: () => now },
      next: () => {
        now += 10
        return Promise.resolve(at < total ? row(at++) : null)
      },
      record: (rows: NewReprocessedResult[]) => {
        written.push(rows.map(({ acquisitionEntry }) => acquisitionEntry))
      },
      onProgress: (progress: (typeof told)[number]) => {
        told.push(progress)
      },
    },
  }
}

describe('a batch that is computed', () => {
  it('writes some tens of rows at once, and says how long it takes still', async () => {
    const { options, written, told } = batch(70)
    expect(await runReprocessing(options)).toBe(710)
    expect(written.map((rows) => rows.length)).toEqual([1, 32, 32, 5])
    expect(told[2]).toMatchObject({ done: 33, perSecond: 100, remainingMs: 370 })
  })

  it('waits for a measurement, writes nothing meanwhile, and counts no time of it', async () => {
    const { options, written, told, passes } = batch(3)
    let waits = 1
    const wait = () => {
      if (told.length < 1 || waits-- < 1) return null
      expect(written).toEqual([])
      return Promise.resolve().then(() => {
        passes(60_000)
      })
    }
    expect(await runReprocessing({ ...options, wait })).toBe(40)
    // That it goes on is told with the first one after the measurement.
    expect(told.map(({ done, paused }) => ({ done, paused }))).toEqual([
      { done: 0, paused: false },
      { done: 0, paused: true },
      { done: 1, paused: false },
      { done: 3, paused: false },
    ])
  })

  it('keeps what was computed when it is stopped, and when the next one fails', async () => {
    const stopped = batch(10)
    await runReprocessing({
      ...stopped.options,
      next: () => {
        if (stopped.told.length > 0 && stopped.options.clock.monotonicMs() >= 40) stopped.stop.abort()
        return stopped.options.next()
      },
    })
    expect(stopped.written).toEqual([[0], [1, 2, 3, 4]])

    const failing = batch(10)
    const next = () =>
      failing.options.clock.monotonicMs() >= 20 ? Promise.reject(new Error('lost')) : failing.options.next()
    await expect(runReprocessing({ ...failing.options, next })).rejects.toThrow('lost')
    expect(failing.written).toEqual([[0], [1]])
  })
})
