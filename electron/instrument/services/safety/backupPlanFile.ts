import { readFileSync, writeFileSync } from 'node:fs'
import { backupPlanSchema, type BackupPlan } from '../../../contract/safety'
import { renameDurably } from '../../../storage/flushToDisk'
import { DEFAULT_RETENTION } from '../../../storage/safekeeping/retention'
import { withStorageErrors } from '../../../storage/storageError'

const NO_PLAN: BackupPlan = { folder: null, everyHours: 24, keep: DEFAULT_RETENTION }

/** When and where backups are made; kept beside the case log, which may be the one that is lost. */
export class BackupPlanFile {
  constructor(private readonly path: string) {}

  read(): BackupPlan {
    try {
      return backupPlanSchema.parse(JSON.parse(readFileSync(this.path, 'utf8')))
    } catch {
      return NO_PLAN
    }
  }

  write(plan: BackupPlan): void {
    withStorageErrors(this.path, () => {
      writeFileSync(`${this.path}.new`, `${JSON.stringify(plan, null, 2)}\n`)
      renameDurably(`${this.path}.new`, this.path)
    })
  }
}
