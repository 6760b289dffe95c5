import { caseLogPath } from '../../instrument/services/createServices'
import { noteEvent } from '../../instrument/services/noteEvent'
import { systemClock } from '../../shared/clock'
import { dataFolder } from '../../shared/paths'
import { programUser } from '../../storage/audit/programUser'
import { keyInHand } from '../../storage/keys/keyRing'
import { planRestore, restore as restoreBackup } from '../../storage/safekeeping/restore'
import { answer } from '../output'
import { readKey } from '../readKey'

const PROGRAM = 'stokes restore'

export interface RestoreCommandOptions {
  from: string
  db?: string
  dryRun?: boolean
  backupKeyFile?: string
  json?: boolean
}

export function restore(options: RestoreCommandOptions): void {
  const { dryRun = false, backupKeyFile } = options
  const wanted = {
    path: options.db ?? caseLogPath(dataFolder()),
    backup: options.from,
    clock: systemClock,
    program: PROGRAM,
    ...(backupKeyFile !== undefined && { backupKey: readKey(backupKeyFile) }),
  }
  const done = dryRun ? { ...planRestore(wanted), aside: null } : restoreBackup(wanted)
  if (!dryRun) {
    const masterKey = keyInHand() ?? wanted.backupKey ?? null
    const { backup, takenAt } = done
    noteEvent({ path: wanted.path, program: PROGRAM, user: programUser(), masterKey }, 'restored', {
      backup,
      takenAt,
    })
  }
  answer({ dryRun, ...done }, options, () =>
    [
      `${done.backup}${done.takenAt === null ? '' : `, taken ${done.takenAt}`}, schema ${done.schemaVersion}: whole`,
      ...(done.present && !done.present.readable ? ['The present case log cannot be read.'] : []),
      ...done.changes.map(({ table, now, then }) => `  ${table}: ${now} now, ${then} then`),
      ...(done.changes.length === 0 ? ['  every table has as many rows as now'] : []),
      dryRun
        ? 'Nothing was changed.'
        : `Restored. ${done.aside ? `What was there: ${done.aside}` : 'There was none before.'}`,
    ].join('\n'),
  )
}
