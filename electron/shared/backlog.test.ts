import { expect, it } from 'vitest'
import { Backlog } from './backlog'

it('keeps what nobody heard for the next who listens, and tells it once', () => {
  const backlog = new Backlog<number>()
  backlog.tell(1)
  backlog.tell(2)
  const first: number[] = []
  const stop = backlog.listen((value) => first.push(value))
  backlog.tell(3)
  stop()
  backlog.tell(4)
  const second: number[] = []
  backlog.listen((value) => second.push(value))
  expect(first).toEqual([1, 2, 3])
  expect(second).toEqual([4])
})
