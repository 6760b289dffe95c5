import type { Remote } from 'comlink'
import { fileForm } from '../../../storage/fileForm'
import type { CaseLogReads } from '../caseLogReads'
import type { KnownAccounts } from './trustService'

const none: KnownAccounts = { users: [], lockAfterMinutes: 10 }

/**
 * Who has an account in a case log that may only be read now. One that is not there has none.
 * @throws StokesError `storage.*` where it cannot be read either
 */
export async function accountsOf(
  path: string,
  reads: Remote<Pick<CaseLogReads, 'accounts'>>,
): Promise<KnownAccounts> {
  return fileForm(path) === 'absent' ? none : reads.accounts()
}
