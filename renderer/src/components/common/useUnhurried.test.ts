import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { useUnhurried } from './useUnhurried'

describe('useUnhurried', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function counting() {
    const count = shallowRef(0)
    const scope = effectScope()
    const read = scope.run(() => useUnhurried(() => count.value, 200))!
    const set = async (value: number) => {
      count.value = value
      await nextTick()
    }
    return { read, set, scope }
  }

  it('takes the first change at once, and the newest of the next ones when its time has come', async () => {
    const { read, set } = counting()
    await set(1)
    expect(read.value).toBe(1)
    await set(2)
    await set(3)
    vi.advanceTimersByTime(199)
    expect(read.value).toBe(1)
    vi.advanceTimersByTime(1)
    expect(read.value).toBe(3)
  })

  it('rests after that again', async () => {
    const { read, set } = counting()
    await set(1)
    await set(2)
    vi.advanceTimersByTime(200)
    await set(3)
    expect(read.value).toBe(2)
    vi.advanceTimersByTime(200)
    expect(read.value).toBe(3)
  })

  it('is at rest no longer than it must be', async () => {
    const { read, set } = counting()
    await set(1)
    vi.advanceTimersByTime(200)
    await set(2)
    expect(read.value).toBe(2)
  })

  it('leaves no timer behind', async () => {
    const { set, scope } = counting()
    await set(1)
    scope.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
