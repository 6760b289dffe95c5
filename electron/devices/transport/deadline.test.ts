import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startDeadline } from './deadline'

it('expires after its time, unless it is cancelled', async () => {
  let expired = 0
  startDeadline(20, () => (expired += 1))
  const cancel = startDeadline(20, () => (expired += 10))
  cancel()
  await wait(60)
  expect(expired).toBe(1)
})

it('does not count time in which this process did nothing', async () => {
  let expired = false
  let answered = false
  const cancel = startDeadline(50, () => (expired = true))
  setTimeout(() => {
    // What an answer that came during the busy time would do: it is read a little after the timers.
    setTimeout(() => {
      answered = true
      cancel()
    }, 20)
    const busyUntil = performance.now() + 300
    while (performance.now() < busyUntil);
  }, 10)
  await wait(700)
  expect({ answered, expired }).toEqual({ answered: true, expired: false })
})
