import { transferHandlers, type TransferHandler } from 'comlink'
import { StokesError, toProblem, type Problem } from '../../contract/errors'

interface Thrown {
  value: unknown
}

/** Comlink loses what it does not know of an error; ours cross between threads with their code and tip. */
export function carryProblems(): void {
  const original = transferHandlers.get('throw')
  if (!original) throw new Error('This version of comlink carries errors in another way.')
  const handler: TransferHandler<Thrown, Problem> = {
    canHandle: (value): value is Thrown => original.canHandle(value),
    serialize: ({ value }) => [toProblem(value), []],
    deserialize: ({ code, message, tip }) => {
      throw new StokesError(code, message, tip === undefined ? {} : { tip })
    },
  }
  transferHandlers.set('throw', handler)
}
