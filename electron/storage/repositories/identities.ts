import type {
  Identity,
  IdentityErasure,
  IdentityLook,
  IdentityState,
  IdentityWriting,
  ShownIdentity,
} from '../../contract/identities'
import { StokesError } from '../../contract/errors'
import { holdsIdentities } from '../holdsIdentities'
import type { IdentityCipher } from '../keys/identityCipher'
import { newEntry, type Store } from '../store'
import type { Operators } from './operators'
import type { Patients } from './patients'

export type Identities = ReturnType<typeof identities>

interface Row {
  patientId: string
  sealed: Uint8Array
  writtenAt: string
}

const MOST_ACTS = 50

/** Who patients are: sealed, looked at on record, erased for good. Kept in an encrypted case log alone. */
export function identities(store: Store, parts: { operators: Operators; patients: Patients }) {
  const { connection, keys } = store
  const { operators, patients } = parts

  /** Of the person, else of a double that was merged into it. */
  function rowOf(patientId: string): Row | null {
    const row = connection.get(
      `SELECT patientId, sealed, writtenAt FROM patientIdentity
       WHERE patientId IN (SELECT id FROM patient WHERE @patientId IN (id, mergedInto))
       ORDER BY patientId = @patientId DESC, writtenAt DESC LIMIT 1`,
      { patientId },
    )
    return (row as Row | undefined) ?? null
  }

  function record({ patientId, operatorId }: IdentityLook, act: string, reason: string | null = null): void {
    patients.get(patientId)
    operators.get(operatorId)
    connection.insert('identityAct', { ...newEntry(store), patientId, operatorId, act, reason })
  }

  function cipher(): IdentityCipher {
    if (keys) return keys.identities
    throw new StokesError('storage.notEncrypted', 'This case log is plain: it keeps no identities.', {
      tip: 'Encrypt it under Device and system; until then, keep the list of names and pseudonyms elsewhere.',
    })
  }

  function remove(patientId: string, { operatorId, reason }: Omit<IdentityErasure, 'patientId'>): void {
    record({ patientId, operatorId }, 'erased', reason)
    connection.run('DELETE FROM patientIdentity WHERE patientId = @patientId', { patientId })
  }

  /** What was there before is overwritten in the file, and in the write-ahead log as soon as nobody reads it. */
  function leavingNothing(work: () => void): void {
    connection.pragma('secure_delete = ON')
    try {
      connection.transaction(work)
    } finally {
      connection.pragma('secure_delete = OFF')
    }
    // A frame is not kept waiting for somebody who reads.
    const patience = Number(connection.pragma('busy_timeout'))
    connection.pragma('busy_timeout = 0')
    connection.pragma('wal_checkpoint(TRUNCATE)')
    connection.pragma(`busy_timeout = ${patience}`)
  }

  return {
    state(patientId: string): IdentityState {
      return { kept: keys !== null, known: rowOf(patientId) !== null }
    },

    /** @throws StokesError `storage.holdsIdentities` */
    requireNone(): void {
      const { count } = connection.get('SELECT count(*) AS count FROM patientIdentity') as { count: number }
      if (count > 0) throw holdsIdentities(count)
    },

    /**
     * Who a patient is, and who wrote or read it; that it was read now is on the disk before it is shown.
     * @throws StokesError `storage.notEncrypted`, `storage.wrongKey` for a row that was changed past Stokes
     */
    show(look: IdentityLook): ShownIdentity | null {
      const sealing = cipher()
      return connection.transaction(() => {
        const row = rowOf(look.patientId)
        if (!row) return null
        const { patientId, sealed, writtenAt } = row
        record({ ...look, patientId }, 'read')
        const acts = connection.all(
          `SELECT identityAct.createdAt AS at, name AS operatorName, act
           FROM identityAct JOIN operator ON operator.id = operatorId
           WHERE patientId = @patientId ORDER BY entry DESC LIMIT ${MOST_ACTS}`,
          { patientId },
        ) as ShownIdentity['acts']
        const identity = JSON.parse(sealing.open(sealed, patientId)) as Identity
        return { identity, writtenAt, acts }
      })
    },

    /** @throws StokesError `storage.notEncrypted` */
    write({ identity, operatorId, ...given }: IdentityWriting): void {
      const sealing = cipher()
      leavingNothing(() => {
        const patientId = rowOf(given.patientId)?.patientId ?? given.patientId
        record({ patientId, operatorId }, 'written')
        const writtenAt = store.clock.timestamp()
        const { keyName } = sealing
        const sealed = sealing.seal(JSON.stringify(identity), patientId)
        const changed = connection.run(
          `UPDATE patientIdentity SET sealed = @sealed, keyName = @keyName, writtenAt = @writtenAt
           WHERE patientId = @patientId`,
          { patientId, sealed, keyName, writtenAt },
        )
        if (changed === 0) connection.insert('patientIdentity', { patientId, sealed, keyName, writtenAt })
      })
    },

    /** @throws StokesError `usage.invalid` where nothing is known */
    erase({ patientId, operatorId, reason }: IdentityErasure): void {
      leavingNothing(() => {
        const first = rowOf(patientId)
        if (!first) {
          throw new StokesError('usage.invalid', 'No identity of this patient is kept.', {
            tip: 'Look at the case again: somebody else was faster.',
          })
        }
        // Of a person whose doubles were merged there may be several.
        for (let row: Row | null = first; row; row = rowOf(patientId))
          remove(row.patientId, { operatorId, reason })
      })
    },

    /** Of everybody, before the case log is made plain. */
    eraseAll(by: Omit<IdentityErasure, 'patientId'>): void {
      leavingNothing(() => {
        const rows = connection.all('SELECT patientId FROM patientIdentity') as Pick<Row, 'patientId'>[]
        for (const { patientId } of rows) remove(patientId, by)
      })
    },
  }
}
