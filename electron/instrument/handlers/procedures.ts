import { implement, ORPCError } from '@orpc/server'
import { instrumentContract } from '../../contract'
import { toProblem } from '../../contract/errors'
import type { Services } from '../services/createServices'

function asProblem(error: unknown): unknown {
  return error instanceof ORPCError ? error : new ORPCError('PROBLEM', { data: toProblem(error) })
}

/**
 * The contract, to be given handlers. Whatever a service throws leaves as a problem, which is data; input that the schema
 * refuses never reaches a handler, nor does what whoever is signed in may not do.
 */
export const procedures = implement(instrumentContract)
  .$context<Services>()
  .use(async ({ next, path, context }, input) => {
    try {
      await context.trust.requireAllowed(path, input)
      return await next()
    } catch (error) {
      throw asProblem(error)
    }
  })

/** A stream whose failure leaves as a problem too: it happens after the handler has returned. */
export async function* stream<T>(events: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* events
  } catch (error) {
    throw asProblem(error)
  }
}
