import { StokesError } from '../contract/errors'
import type { EventKind } from '../contract/audit'
import { noteEvent } from '../instrument/services/noteEvent'
import { programUser } from '../storage/audit/programUser'
import { tell } from './output'

/**
 * Has on record what a command did that only reads the case log. Where it cannot be written now, as while Stokes has it open, the command has
 * done its work all the same, and says that it is not on record.
 */
export function noteIfPossible(
  path: string,
  program: string,
  kind: EventKind,
  details: Parameters<typeof noteEvent>[2],
): void {
  try {
    noteEvent({ path, program, user: programUser() }, kind, details)
  } catch (error) {
    if (!(error instanceof StokesError)) throw error
    tell(`This is not on record in the case log: ${error.message}`)
  }
}
