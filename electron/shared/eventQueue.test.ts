import { describe, expect, it } from 'vitest'
import { EventQueue } from './eventQueue'
import { listen } from './listen'

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const got: T[] = []
  for await (const event of events) got.push(event)
  return got
}

describe('EventQueue', () => {
  it('gives every event in order, those that came before the reader too', async () => {
    const queue = new EventQueue<number>()
    queue.push(1)
    queue.push(2)
    const reading = all(queue)
    await Promise.resolve()
    queue.push(3)
    queue.end()
    expect(await reading).toEqual([1, 2, 3])
  })

  it('gives the events before an error, then the error', async () => {
    const queue = new EventQueue<number>()
    queue.push(1)
    queue.fail(new Error('cable'))
    const reader = queue[Symbol.asyncIterator]()
    expect(await reader.next()).toEqual({ value: 1, done: false })
    await expect(reader.next()).rejects.toThrow('cable')
  })
})

describe('listen', () => {
  it('stops listening and ends when the signal aborts', async () => {
    const listeners = new Set<(value: number) => void>()
    const controller = new AbortController()
    const reading = all(
      listen<number>((listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      }, controller.signal),
    )
    await new Promise((resolve) => setTimeout(resolve, 0))
    for (const listener of listeners) listener(7)
    controller.abort()
    expect(await reading).toEqual([7])
    expect(listeners.size).toBe(0)
  })
})
