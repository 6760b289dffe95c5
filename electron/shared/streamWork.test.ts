import { expect, it } from 'vitest'
import { streamWork } from './streamWork'

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve()
    })
  })

it('gives what is told, in order, then ends', async () => {
  const heard: number[] = []
  for await (const event of streamWork<number>((tell) => {
    tell(1)
    tell(2)
    return Promise.resolve()
  }))
    heard.push(event)
  expect(heard).toEqual([1, 2])
})

it('gives what was told before it throws', async () => {
  const heard: number[] = []
  const listening = (async () => {
    for await (const event of streamWork<number>((tell) => {
      tell(1)
      return Promise.reject(new Error('no'))
    }))
      heard.push(event)
  })()
  await expect(listening).rejects.toThrow('no')
  expect(heard).toEqual([1])
})

it('aborts the work of a listener that leaves, and waits for its end', async () => {
  let ended = false
  for await (const _ of streamWork<number>(async (tell, signal) => {
    tell(1)
    await untilAborted(signal)
    ended = true
  }))
    break
  expect(ended).toBe(true)
})

it('aborts the work with the signal it was given', async () => {
  const stop = new AbortController()
  const stream = streamWork<number>(async (tell, signal) => {
    tell(1)
    await untilAborted(signal)
  }, stop.signal)
  await stream.next()
  stop.abort()
  expect(await stream.next()).toMatchObject({ done: true })
})
