import { ORPCError } from '@orpc/client'
import type { Problem } from '../../../electron/contract/errors'

/** Whatever a call failed with, as a problem to show. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ORPCError && error.code === 'PROBLEM') return error.data as Problem
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    return {
      code: 'usage.invalid',
      message: 'The instrument process refused what was entered.',
      tip: 'Check the values of the form and try again.',
    }
  }
  return { code: 'internal.unexpected', message: error instanceof Error ? error.message : String(error) }
}
