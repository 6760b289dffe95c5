import { StokesError } from '../contract/errors'

/** Why a case log with identities is not made plain. */
export function holdsIdentities(count: number): StokesError {
  return new StokesError(
    'storage.holdsIdentities',
    `The case log holds who ${count === 1 ? 'one patient is' : `${count} patients are`}, and is not made plain.`,
    {
      tip: 'Leave it encrypted, or have these identities erased with it: write them down elsewhere first. Nothing was changed.',
      details: { count },
    },
  )
}
