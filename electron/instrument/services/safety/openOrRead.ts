import { StokesError, type Problem } from '../../../contract/errors'
import { openCaseLog, type CaseLog, type CaseLogOptions } from '../../../storage/openCaseLog'

/**
 * Opens a case log for writing. One that is damaged is opened to be read, as far as it can be: whoever wants to write is told of the
 * damage.
 * @param damage that is known already
 * @throws StokesError as `openCaseLog`
 */
export function openOrRead(options: Omit<CaseLogOptions, 'readOnly'>, damage: Problem | null): CaseLog {
  if (damage) return openToRead(options, asError(damage))
  try {
    return openCaseLog(options)
  } catch (error) {
    if (!(error instanceof StokesError) || error.code !== 'storage.damaged') throw error
    try {
      return openToRead(options, error)
    } catch {
      throw error
    }
  }
}

function openToRead(options: Omit<CaseLogOptions, 'readOnly'>, refusal: StokesError): CaseLog {
  return openCaseLog({ ...options, readOnly: true, refusal })
}

function asError({ code, message, tip }: Problem): StokesError {
  return new StokesError(code, message, { ...(tip !== undefined && { tip }) })
}
