import { StokesError, toProblem } from '../contract/errors'

/** Anything thrown, as an error with a code. What had none is a fault of the program. */
export function asStokesError(error: unknown): StokesError {
  if (error instanceof StokesError) return error
  return new StokesError('internal.unexpected', toProblem(error).message, { cause: error })
}
