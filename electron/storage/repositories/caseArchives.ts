import { rmSync } from 'node:fs'
import { copyCase, type CopiedCase } from '../caseArchive/copyCase'
import { addForeignSignatures, addOwnRecord, identityOfLog } from '../caseArchive/foreignRecord'
import type { Row } from '../caseArchive/rows'
import { Connection } from '../connection'
import { migrate } from '../migrate'
import { rowCounts, type RowCounts } from '../rowCounts'
import { migrations } from '../schema'
import type { Store } from '../store'
import { verifyCopy } from '../verifyCopy'

interface CopyInOptions {
  pseudonym?: string | undefined
  /** Throws where what is here now is not what was sent: then nothing of it stays. */
  verify: (copied: CopiedCase[]) => void
}

/** Cases that leave as a case log of their own, and come back. */
export function caseArchives({ connection, clock, softwareVersion }: Store) {
  return {
    /** What tells this case log from any other. */
    identity: () => identityOfLog(connection),

    /**
     * Writes a plain case log that holds this case alone, with who signed it and what the audit says of it; gives how many rows each
     * table has. `site` is what this place is called elsewhere.
     */
    copyOut(lesionId: string, path: string, site: string): RowCounts {
      const target = new Connection(path, { readOnly: false, masterKey: null })
      try {
        migrate(target, 0, { path, migrations, softwareVersion, now: clock.timestamp(), masterKey: null })
        target.transaction(() => {
          connection.snapshot(() => {
            copyCase({ from: connection, to: target, lesionId, keepEntries: true })
            addOwnRecord(connection, target, { lesionId, site })
          })
        })
        // One file, as it stands.
        target.pragma('journal_mode = DELETE')
        return rowCounts(target)
      } finally {
        target.close()
      }
    },

    /**
     * Takes the case of such a file, which is read from end to end first, and brought to this schema. All of it, or nothing; what is here
     * already stays as it is, and what is new of it is added.
     * @throws StokesError `storage.badBackup`, `storage.newerSchema`, `storage.duplicate`, `exchange.refused`
     */
    copyIn(path: string, { pseudonym, verify }: CopyInOptions): CopiedCase[] {
      const { schemaVersion } = verifyCopy(path, null)
      bringUpToDate(path, schemaVersion)
      const source = new Connection(path, { readOnly: true, masterKey: null })
      try {
        const lesions = source.all('SELECT id FROM lesion ORDER BY entry') as { id: string }[]
        source.pragma('trusted_schema = OFF')
        return connection.transaction(() => {
          const own = identityOfLog(connection)
          const without = (table: string, row: Row) =>
            table === 'importedSignature' || (table === 'importedAuditLine' && row.log === own)
          const copied = lesions.map(({ id: lesionId }) => {
            const one = copyCase({ from: source, to: connection, lesionId, pseudonym, without })
            const signatures = addForeignSignatures(source, connection, {
              lesionId,
              importedAt: clock.timestamp(),
            })
            return { ...one, added: { ...one.added, importedSignature: signatures } }
          })
          verify(copied)
          return copied
        })
      } finally {
        source.close()
      }
    },
  }

  function bringUpToDate(path: string, from: number): void {
    if (from === migrations.length) return
    const file = new Connection(path, { readOnly: false, masterKey: null })
    try {
      const copy = migrate(file, from, {
        ...{ path, migrations, softwareVersion, now: clock.timestamp(), masterKey: null },
      })
      if (copy !== null) rmSync(copy)
    } finally {
      file.close()
    }
  }
}
