import { open, rename, rm } from 'node:fs/promises'
import type { AuditFilters, AuditLine } from '../../../contract/audit'
import { csvCell } from '../../../storage/exchange/csv'
import { readCaseLogWhile } from '../readCaseLog'

const HEADER = 'line,at,who,what,table,row,case,before,after'

/**
 * All lines that the filters leave, the newest first, as CSV; there as a whole, or not at all. Gives how many.
 * @throws StokesError `storage.*`; errors of the file system as they are
 */
export async function writeAuditCsv(
  path: string,
  filters: AuditFilters,
  file: string,
  onProgress: (lines: number) => void,
): Promise<number> {
  const part = unfinishedCsv(file)
  return readCaseLogWhile(path, async (log) => {
    const handle = await open(part, 'w')
    let written = 0
    try {
      await handle.writeFile(`${HEADER}\n`)
      for (const lines of log.auditTrail.all(filters)) {
        await handle.writeFile(lines.map(rowOf).join(''))
        onProgress((written += lines.length))
      }
      await handle.sync()
    } catch (error) {
      await handle.close()
      await rm(part, { force: true })
      throw error
    }
    await handle.close()
    await rename(part, file)
    return written
  })
}

/** What an export leaves that was ended. */
export const unfinishedCsv = (file: string): string => `${file}.part`

function rowOf({ entry, at, actor, action, table, row, lesionId, changes, event }: AuditLine): string {
  const of = (side: 'before' | 'after') =>
    changes.map((change) => `${change.column}: ${change[side] ?? '-'}`).join('; ')
  const after = event ? `${event.kind} ${JSON.stringify(event.details)}` : of('after')
  const cells = [String(entry), at, actor, action, table, row, lesionId ?? '', of('before'), after]
  return `${cells.map(csvCell).join(',')}\n`
}
