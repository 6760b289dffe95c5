import { systemClock } from '../../shared/clock'
import { softwareVersion } from '../../shared/softwareVersion'
import { backUp } from '../../storage/safekeeping/backUp'
import { checkIntegrity } from '../../storage/safekeeping/checkIntegrity'
import { planRestore } from '../../storage/safekeeping/restore'
import type { RetentionRule } from '../../storage/safekeeping/retention'
import { salvage } from '../../storage/safekeeping/salvage'
import { exposeWorker } from './exposeWorker'

const shared = { clock: systemClock, softwareVersion: softwareVersion() }

/** What takes a while and only reads the case log: on a thread of its own, beside the one that writes. */
const safetyThread = {
  backUp: (path: string, folder: string, retention: RetentionRule) =>
    backUp({ ...shared, path, folder, retention }),
  checkIntegrity: (path: string, budgetMs: number) => {
    // Another table is the first one each day.
    const begin = Math.floor(Date.now() / 86_400_000)
    return checkIntegrity({ path, clock: systemClock, budgetMs, begin })
  },
  planRestore: (path: string, backup: string, backupKey: Uint8Array | undefined) =>
    planRestore({ path, backup, clock: systemClock, program: 'Stokes', ...(backupKey && { backupKey }) }),
  salvage: (path: string, to: string) => salvage({ ...shared, path, to }),
}
export type SafetyThread = typeof safetyThread

exposeWorker(safetyThread)
