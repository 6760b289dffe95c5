import { caseLogPath } from '../../instrument/services/createServices'
import { systemClock } from '../../shared/clock'
import { dataFolder } from '../../shared/paths'
import { softwareVersion } from '../../shared/softwareVersion'
import { backUp } from '../../storage/safekeeping/backUp'
import type { RetentionRule } from '../../storage/safekeeping/retention'
import { noteIfPossible } from '../noteIfPossible'
import { answer } from '../output'

export interface BackupOptions {
  db?: string
  to: string
  keep?: RetentionRule
  json?: boolean
}

export function backup(options: BackupOptions): void {
  const db = options.db ?? caseLogPath(dataFolder())
  const { backup, removed } = backUp({
    path: db,
    folder: options.to,
    clock: systemClock,
    softwareVersion: softwareVersion(),
    ...(options.keep && { retention: options.keep }),
  })
  const { path, takenAt, bytes, note } = backup
  noteIfPossible(db, 'stokes backup', 'backedUp', { file: path, sha256: note?.sha256 ?? null })
  const report = {
    path,
    takenAt,
    bytes,
    verifiedAt: note?.verifiedAt ?? null,
    encrypted: (note?.key ?? null) !== null,
    rows: note?.rows ?? {},
    removed,
  }
  answer(report, options, () =>
    [
      path,
      `${(bytes / 1e6).toFixed(1)} MB, ${report.encrypted ? 'encrypted' : 'not encrypted'}, read from end to end; ${report.rows['frame'] ?? 0} frames`,
      ...removed.map((old) => `removed ${old}`),
    ].join('\n'),
  )
}
