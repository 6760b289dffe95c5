import { expect, it } from 'vitest'
import { Restarts } from './restarts'

it('gives up after five within a minute, and starts afresh after it', () => {
  const restarts = new Restarts()
  const allowed = [0, 1, 2, 3, 4, 5].map((second) => restarts.mayHelp(second * 1000))
  expect(allowed).toEqual([true, true, true, true, true, false])
  expect(restarts.mayHelp(120_000)).toBe(true)
})
