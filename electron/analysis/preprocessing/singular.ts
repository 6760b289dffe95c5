import { StokesError } from '../../contract/errors'

/** What a factorisation says when a pivot is not positive. */
export function singular(row: number): StokesError {
  return new StokesError(
    'numeric.singular',
    `The linear system of the baseline is singular at point ${row}.`,
    {
      tip: 'Use a smaller lam: this one leaves nothing of the weights in double precision.',
      details: { row },
    },
  )
}
