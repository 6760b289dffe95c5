import { expect, test } from 'vitest'
import { inTurns } from './inTurns'

test('work begins when the work before has ended, also where that failed', async () => {
  const inTurn = inTurns()
  const seen: string[] = []
  const step = (name: string) => async () => {
    seen.push(`${name} begins`)
    await Promise.resolve()
    seen.push(`${name} ends`)
    if (name === 'b') throw new Error(name)
    return name
  }
  const all = await Promise.allSettled([inTurn(step('a')), inTurn(step('b')), inTurn(step('c'))])
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})
