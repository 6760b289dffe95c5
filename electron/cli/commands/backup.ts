import { caseLogPath } from '../../instrument/services/createServices'
import { systemClock } from '../../shared/clock'
import { dataFolder } from '../../shared/paths'
import { softwareVersion } from '../../shared/softwareVersion'
import { backUp } from '../../storage/safekeeping/backUp'
import type { RetentionRule } from '../../storage/safekeeping/retention'
import { answer } from '../output'

export interface BackupOptions {
  db?: string
  to: string
  keep?: RetentionRule
  json?: boolean
}

export function backup(options: BackupOptions): void {
  const { backup, removed } = backUp({
    path: options.db ?? caseLogPath(dataFolder()),
    folder: options.to,
    clock: systemClock,
    softwareVersion: softwareVersion(),
    ...(options.keep && { retention: options.keep }),
  })
  const { path, takenAt, bytes, note } = backup
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
