import { expect, it } from 'vitest'
import { nextSpot } from './nextSpot'

it('is the first number that is free', () => {
  expect(nextSpot(['spot 1'])).toBe('spot 2')
  expect(nextSpot(['spot 1', 'edge', 'spot 2', 'spot 4'])).toBe('spot 3')
})
