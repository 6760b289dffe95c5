import { StokesError } from '../contract/errors'

/** The case log holds no `what` ("patient", "lesion") with this id. */
export function notFound(what: string, id: string): StokesError {
  return new StokesError('storage.notFound', `The case log holds no ${what} with the id ${id}.`, {
    tip: 'Look it up in the list of cases; the case log may have been changed for another one.',
    details: { what, id },
  })
}
