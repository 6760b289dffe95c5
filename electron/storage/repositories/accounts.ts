import { StokesError } from '../../contract/errors'
import type { Account, Role, User } from '../../contract/trust'
import { notFound } from '../notFound'
import { newEntry, type Store } from '../store'
import type { Operators } from './operators'

export type Accounts = ReturnType<typeof accounts>

export interface NewAccount {
  name: string
  role: Role
  /** What is kept of the secret. */
  secret: Uint8Array
}

/** Wrong secrets that cost nothing. */
const FREE_FAILURES = 3
const FIRST_WAIT_MS = 5000
const LONGEST_WAIT_MS = 15 * 60_000
const USUAL_LOCK_MINUTES = 10

type Row = Omit<User, 'active'> & { active: 0 | 1 }

const select = `
  SELECT account.id, name, role, operatorId, active, account.createdAt
  FROM account JOIN operator ON operator.id = operatorId`

/** Users with a role and a secret. */
export function accounts(store: Store, { operators }: { operators: Operators }) {
  const { connection, clock } = store

  function get(id: string): User {
    const row = connection.get(`${select} WHERE account.id = @id`, { id })
    if (!row) throw notFound('user', id)
    return toUser(row as Row)
  }

  return {
    get,

    /** In the order of their names. */
    list(): User[] {
      return (connection.all(`${select} ORDER BY name COLLATE NOCASE, name`) as Row[]).map(toUser)
    },

    /** The same, as the administrator sees them. */
    describe(): Account[] {
      const rows = connection.all(
        `SELECT account.id, name, role, operatorId, active, account.createdAt, blockedUntil,
           (SELECT max(at) FROM event WHERE kind = 'signedIn' AND details ->> 'account' = account.id) AS lastSignInAt
         FROM account JOIN operator ON operator.id = operatorId ORDER BY name COLLATE NOCASE, name`,
      ) as (Row & Pick<Account, 'blockedUntil' | 'lastSignInAt'>)[]
      return rows.map(({ active, ...row }) => ({ ...row, active: active === 1 }))
    },

    /** @throws StokesError `storage.duplicate` where this name has an account; `usage.invalid` for a first that is no administrator's */
    add({ name, role, secret }: NewAccount, { first = false } = {}): User {
      const { id, createdAt } = newEntry(store)
      return connection.transaction(() => {
        if (first && connection.get('SELECT 1 FROM account')) {
          throw new StokesError('trust.refused', 'Accounts are set up already.', {
            tip: 'An administrator adds further users.',
          })
        }
        const operator = operators.ensure(name)
        if (connection.get('SELECT 1 FROM account WHERE operatorId = @id', { id: operator.id })) {
          throw new StokesError('storage.duplicate', `${operator.name} has an account already.`, {
            tip: 'Choose another name, or change that account.',
          })
        }
        connection.insert('account', {
          id,
          operatorId: operator.id,
          role,
          active: 1,
          secret,
          failures: 0,
          createdAt,
        })
        return get(id)
      })
    },

    /** @throws StokesError `trust.refused` for the last administrator */
    change(id: string, { role, active }: { role: Role; active: boolean }): User {
      return connection.transaction(() => {
        const others = connection.get(
          `SELECT 1 FROM account WHERE id <> @id AND role = 'administrator' AND active`,
          { id },
        )
        const before = get(id)
        const loses =
          before.role === 'administrator' && before.active && !(role === 'administrator' && active)
        if (loses && !others) {
          throw new StokesError('trust.refused', `${before.name} is the last administrator.`, {
            tip: 'Make somebody else an administrator first.',
          })
        }
        connection.run('UPDATE account SET role = @role, active = @active WHERE id = @id', {
          id,
          role,
          active: active ? 1 : 0,
        })
        return get(id)
      })
    },

    /** Forgives what was guessed before. */
    setSecret(id: string, secret: Uint8Array): void {
      get(id)
      connection.run(
        'UPDATE account SET secret = @secret, failures = 0, blockedUntil = NULL WHERE id = @id',
        {
          id,
          secret,
        },
      )
    },

    /**
     * Counts an attempt before it is known how it ends, so that nobody gains by ending the program meanwhile; gives what is
     * kept of the secret.
     * @throws StokesError `trust.wait` while the account is blocked, `trust.refused` where it may not sign in
     */
    attempt(id: string): Uint8Array {
      return connection.transaction(() => {
        const { active, name } = get(id)
        if (!active) {
          throw new StokesError('trust.refused', `${name} may not sign in any more.`, {
            tip: 'Ask an administrator.',
          })
        }
        const row = connection.get('SELECT secret, failures, blockedUntil FROM account WHERE id = @id', {
          id,
        }) as { secret: Uint8Array; failures: number; blockedUntil: string | null }
        const now = Date.parse(clock.timestamp())
        // A clock that went back makes nobody wait longer than the longest.
        const wait = Math.min(row.blockedUntil ? Date.parse(row.blockedUntil) - now : 0, LONGEST_WAIT_MS)
        if (wait > 0) {
          const seconds = Math.ceil(wait / 1000)
          throw new StokesError('trust.wait', `Too many wrong attempts: wait ${seconds} s.`, {
            tip: 'Then try again, or ask an administrator for a new PIN.',
            details: { seconds },
          })
        }
        const failures = row.failures + 1
        const waitMs = waitAfter(failures)
        connection.run('UPDATE account SET failures = @failures, blockedUntil = @until WHERE id = @id', {
          id,
          failures,
          until: waitMs > 0 ? new Date(now + waitMs).toISOString() : null,
        })
        return row.secret
      })
    },

    succeeded(id: string): void {
      connection.run('UPDATE account SET failures = 0, blockedUntil = NULL WHERE id = @id', { id })
    },

    lockAfterMinutes(): number {
      const row = connection.get('SELECT minutes FROM lockPolicy ORDER BY entry DESC')
      return (row as { minutes: number } | undefined)?.minutes ?? USUAL_LOCK_MINUTES
    },

    setLockAfter(minutes: number): void {
      connection.insert('lockPolicy', { minutes, createdAt: clock.timestamp() })
    },
  }
}

/** How long nobody may try after so many failures: 5 s, then twice as long each time. */
function waitAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES))
}

function toUser({ active, ...row }: Row): User {
  return { ...row, active: active === 1 }
}
