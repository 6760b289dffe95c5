import type { FiringAuthorisation } from '../contract/device'
import { StokesError } from '../contract/errors'

/** @throws laser.notAuthorised unless somebody takes charge of the laser, on a lesion or a standard, with eyewear on */
export function requireLaserPermission(authorisation: FiringAuthorisation | null): void {
  const missing = !authorisation
    ? 'nobody took charge of it'
    : targetOf(authorisation).trim() === ''
      ? 'no lesion is selected'
      : authorisation.operatorId.trim() === ''
        ? 'no operator is named'
        : authorisation.eyewearConfirmed
          ? null
          : 'the eyewear is not confirmed'
  if (missing === null) return
  throw new StokesError('laser.notAuthorised', `The laser may not fire: ${missing}.`, {
    tip: 'Select a lesion and an operator, and confirm that everybody in the room wears laser eyewear.',
  })
}

function targetOf(authorisation: FiringAuthorisation): string {
  return 'standard' in authorisation ? authorisation.standard : authorisation.lesionId
}
