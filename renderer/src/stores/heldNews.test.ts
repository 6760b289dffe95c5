import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { heldNews } from './heldNews'

describe('heldNews', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const collecting = () => {
    const used: string[] = []
    return { used, ...heldNews((news: string) => used.push(news), 50) }
  }

  it('uses at once what may not wait', () => {
    const { used, take } = collecting()
    take('a', false)
    take('b', false)
    expect(used).toEqual(['a', 'b'])
  })

  it('uses the newest of what waits when it is released, once', () => {
    const { used, take, release } = collecting()
    take('a', true)
    take('b', true)
    expect(used).toEqual([])
    release()
    release()
    vi.advanceTimersByTime(1000)
    expect(used).toEqual(['b'])
  })

  it('lets the first of it wait no longer than told', () => {
    const { used, take } = collecting()
    take('a', true)
    vi.advanceTimersByTime(40)
    take('b', true)
    vi.advanceTimersByTime(9)
    expect(used).toEqual([])
    vi.advanceTimersByTime(1)
    expect(used).toEqual(['b'])
    take('c', true)
    vi.advanceTimersByTime(49)
    expect(used).toEqual(['b'])
  })

  it('never uses what waited after something newer', () => {
    const { used, take } = collecting()
    take('a', true)
    take('b', false)
    vi.advanceTimersByTime(1000)
    expect(used).toEqual(['b'])
  })
})
