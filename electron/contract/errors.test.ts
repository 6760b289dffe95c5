import { expect, it } from 'vitest'
import { problemSchema, StokesError, toProblem } from './errors'

it('sends a StokesError as data', () => {
  const error = new StokesError('spectrum.constant', 'It is flat.', {
    tip: 'Open the shutter.',
    details: { at: 1 },
  })
  expect(toProblem(error)).toEqual({
    code: 'spectrum.constant',
    message: 'It is flat.',
    tip: 'Open the shutter.',
  })
  expect(problemSchema.parse(toProblem(error))).toEqual(toProblem(error))
})

it.each([
  [new Error('boom'), 'boom'],
  ['boom', 'boom'],
])('calls anything else a fault of the program', (thrown, message) => {
  expect(toProblem(thrown)).toEqual({ code: 'internal.unexpected', message })
})
