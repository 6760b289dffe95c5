import { StokesError, toProblem, type Problem } from '../contract/errors'

/** Why a run failed, in the user's words. Nothing of it was registered. */
export function trainingProblem(error: unknown, folder: string): Problem {
  if (error instanceof StokesError) return toProblem(error)
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return {
      code: 'storage.diskFull',
      message: `The disk that holds ${folder} is full, so the run left nothing.`,
      tip: 'Free some space and resume the run.',
    }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return {
      code: 'file.notWritable',
      message: `Stokes may not write to ${folder} (${code}).`,
      tip: 'Give this user the right to, and resume the run.',
    }
  if (error instanceof RangeError && /alloc|length/i.test(error.message))
    return {
      code: 'training.interrupted',
      message: `There was not enough memory for the run: ${error.message}.`,
      tip: 'Close other programs and resume the run, or train on fewer spectra.',
    }
  return toProblem(error)
}
