import { StokesError } from '../../../contract/errors'
import type { EventDetails, EventKind } from '../../../contract/audit'
import { mendsTheCaseLog, permissionOf } from '../../../contract/permissions'
import type {
  Account,
  CaseSignature,
  Role,
  SignatureMeaning,
  TrustState,
  User,
} from '../../../contract/trust'
import type { Clock } from '../../../shared/clock'
import type { NewAccount } from '../../../storage/repositories/accounts'
import { Changes } from '../changes'
import { requireAllowed } from './requireAllowed'
import { isSecret, keepSecret } from './secrets'

type Answer<T> = T | Promise<T>

/** What it needs of the case log. */
export interface TrustLog {
  accounts: {
    list(): Answer<User[]>
    describe(): Answer<Account[]>
    get(id: string): Answer<User>
    add(account: NewAccount, options?: { first?: boolean }): Answer<User>
    change(id: string, change: { role: Role; active: boolean }): Answer<User>
    setSecret(id: string, secret: Uint8Array): Answer<void>
    attempt(id: string): Answer<Uint8Array>
    succeeded(id: string): Answer<void>
    lockAfterMinutes(): Answer<number>
    setLockAfter(minutes: number): Answer<void>
  }
  signatures: {
    sign(lesionId: string, user: User, meaning: SignatureMeaning): Answer<CaseSignature[]>
    ofLesion(lesionId: string): Answer<CaseSignature[]>
  }
  events: { add(kind: EventKind, details: EventDetails): Answer<void> }
  /** Whose name stands in the audit from now on; null: nobody is signed in. */
  actAs(name: string | null): Answer<void>
}

/** All accounts, and after how long the screen is locked. */
export interface KnownAccounts {
  users: User[]
  lockAfterMinutes: number
}

interface TrustOptions {
  log: TrustLog
  /** Who has an account, where somebody else writes to the case log. */
  readAccounts: () => Promise<KnownAccounts>
  /** Whether this is the recovery key of the case log; null where it has none, because it is not encrypted. */
  ownsKey: (words: string) => boolean | null
  clock: Pick<Clock, 'monotonicMs'>
  /** A measurement or a daily check runs: then nobody is locked out for being idle. */
  measuring: () => boolean
  stopLaser: () => Promise<void>
}

/** Why somebody is not signed in any more. */
type Leaving = 'locked' | 'idle' | 'another user' | 'closed' | 'administrator recovered'

const LOOK_MS = 5000
const unknown: TrustState = { accounts: false, users: [], user: null, lockAfterMinutes: 10 }

/** Who is signed in, and what they may do. One seat: there is one window. */
export class TrustService {
  readonly state = new Changes<TrustState>(unknown)
  private loaded: Promise<void> | null = null
  private activeAt: number
  private readonly timer: NodeJS.Timeout

  constructor(private readonly options: TrustOptions) {
    this.activeAt = options.clock.monotonicMs()
    this.timer = setInterval(() => {
      this.lockWhenIdle().catch(() => undefined)
    }, LOOK_MS)
    this.timer.unref()
  }

  /**
   * Whether a call may be done. While the case log cannot be read nobody knows who has an account, and nothing is done but what is always
   * allowed and what makes it readable again.
   * @throws StokesError `trust.locked`, `trust.refused`; `storage.*` that says why the case log cannot be read
   */
  async requireAllowed(path: readonly string[], input: unknown): Promise<void> {
    // What stops the laser waits for nothing.
    if (permissionOf(path) === 'always') return
    try {
      await this.load()
    } catch (error) {
      if (mendsTheCaseLog(path)) return
      throw error
    }
    requireAllowed(this.state.current, path, input)
  }

  /**
   * Reads who there is, once the case log can be opened.
   * @throws StokesError `storage.*` where it cannot even be read
   */
  load(): Promise<void> {
    this.loaded ??= this.refresh().catch(async (error: unknown) => {
      this.loaded = null
      const known = await this.options.readAccounts().catch(() => {
        throw error
      })
      this.show(known, this.state.current.user)
    })
    return this.loaded
  }

  async setUp(name: string, secret: string): Promise<User> {
    await this.load()
    const kept = await keepSecret(secret)
    const user = await this.options.log.accounts.add(
      { name, role: 'administrator', secret: kept },
      { first: true },
    )
    return this.enter(user)
  }

  /** @throws StokesError `trust.wrongSecret`, `trust.wait`, `trust.refused` */
  async signIn(userId: string, secret: string): Promise<User> {
    await this.requireSecret(userId, secret, 'sign-in')
    return this.enter(await this.options.log.accounts.get(userId))
  }

  /** Nobody is in charge of the laser then. */
  async lock(why: Leaving = 'locked'): Promise<void> {
    const { user } = this.state.current
    if (!user) return
    this.state.set({ ...this.state.current, user: null })
    await this.options.stopLaser().catch(() => undefined)
    await this.left(user, why)
    await this.options.log.actAs(null)
  }

  active(): void {
    this.activeAt = this.options.clock.monotonicMs()
  }

  users(): Answer<Account[]> {
    return this.options.log.accounts.describe()
  }

  async addUser({ name, role, secret }: { name: string; role: Role; secret: string }): Promise<User> {
    const user = await this.options.log.accounts.add({ name, role, secret: await keepSecret(secret) })
    await this.refresh()
    return user
  }

  async changeUser(userId: string, change: { role: Role; active: boolean }): Promise<User> {
    const user = await this.options.log.accounts.change(userId, change)
    await this.refresh()
    return user
  }

  async resetSecret(userId: string, secret: string): Promise<void> {
    await this.options.log.accounts.setSecret(userId, await keepSecret(secret))
  }

  /** @throws StokesError `trust.refused` where the case log has no key, or another, or this is no administrator */
  async recoverAdministrator(
    userId: string,
    { words, secret }: { words: string; secret: string },
  ): Promise<void> {
    const { accounts, events } = this.options.log
    requireKey(this.options.ownsKey(words))
    const user = await accounts.get(userId)
    if (!user.active || user.role !== 'administrator') {
      throw new StokesError('trust.refused', `${user.name} is no administrator.`, {
        tip: 'An administrator gives everybody else a new PIN.',
      })
    }
    await accounts.setSecret(userId, await keepSecret(secret))
    await events.add('administratorReset', { account: userId, user: user.name, by: 'recovery key' })
    await this.lock('administrator recovered')
  }

  async changeSecret(old: string, secret: string): Promise<void> {
    const { id } = this.signedIn()
    await this.requireSecret(id, old, 'change of the PIN')
    await this.resetSecret(id, secret)
  }

  async setLockAfter(minutes: number): Promise<void> {
    await this.options.log.accounts.setLockAfter(minutes)
    await this.refresh()
  }

  async sign(lesionId: string, meaning: SignatureMeaning, secret: string): Promise<CaseSignature[]> {
    const user = this.signedIn()
    await this.requireSecret(user.id, secret, 'signature')
    return this.options.log.signatures.sign(lesionId, user, meaning)
  }

  signatures(lesionId: string): Answer<CaseSignature[]> {
    return this.options.log.signatures.ofLesion(lesionId)
  }

  /** To be called now and then; does nothing while somebody is there or something is measured. */
  async lockWhenIdle(): Promise<void> {
    const { user, lockAfterMinutes } = this.state.current
    if (!user) return
    if (this.options.measuring()) this.active()
    const idleMs = this.options.clock.monotonicMs() - this.activeAt
    if (idleMs >= lockAfterMinutes * 60_000) await this.lock('idle')
  }

  /** Before the case log is closed. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    const { user } = this.state.current
    if (user) await this.left(user, 'closed')
  }

  /** That it cannot be written keeps nobody signed in. */
  private async left({ id, name }: User, why: Leaving): Promise<void> {
    try {
      await this.options.log.events.add('signedOut', { account: id, user: name, why })
    } catch {
      // A full disk; whoever left has left.
    }
  }

  private signedIn(): User {
    const { user } = this.state.current
    if (user) return user
    throw new StokesError(
      'trust.refused',
      'Only a user who is signed in can do this, and there are no accounts.',
      {
        tip: 'Set up accounts on the screen "Device and system".',
      },
    )
  }

  private async requireSecret(userId: string, secret: string, wanted: string): Promise<void> {
    const { accounts, events } = this.options.log
    const kept = await accounts.attempt(userId)
    if (!(await isSecret(secret, kept))) {
      const { name } = await accounts.get(userId)
      await events.add('signInFailed', { account: userId, user: name, wanted })
      throw new StokesError('trust.wrongSecret', 'This is not the PIN or password of this user.', {
        tip: 'Try again. After three wrong attempts each further one has to wait longer.',
      })
    }
    await accounts.succeeded(userId)
  }

  private async enter(user: User): Promise<User> {
    // Whoever was signed in has left the laser.
    const before = this.state.current.user
    if (before && before.id !== user.id) {
      await this.options.stopLaser().catch(() => undefined)
      await this.left(before, 'another user')
    }
    await this.options.log.actAs(user.name)
    await this.options.log.events.add('signedIn', { account: user.id, user: user.name, role: user.role })
    this.active()
    await this.refresh(user)
    return user
  }

  private async refresh(signedIn: User | null = this.state.current.user): Promise<void> {
    const { accounts } = this.options.log
    const [users, lockAfterMinutes] = await Promise.all([accounts.list(), accounts.lockAfterMinutes()])
    const user = this.show({ users, lockAfterMinutes }, signedIn)
    if (signedIn && !user) await this.options.log.actAs(null)
  }

  /** Gives who is signed in then: nobody any more whose account was switched off. */
  private show({ users: all, lockAfterMinutes }: KnownAccounts, signedIn: User | null): User | null {
    const users = all.filter(({ active }) => active)
    const user = users.find(({ id }) => id === signedIn?.id) ?? null
    this.state.set({ accounts: all.length > 0, users, user, lockAfterMinutes })
    return user
  }
}

function requireKey(owned: boolean | null): void {
  if (owned) return
  if (owned === null) {
    throw new StokesError('trust.refused', 'This case log is not encrypted: it has no recovery key.', {
      tip: 'Close Stokes, and use "stokes accounts reset-administrator" on this computer.',
    })
  }
  throw new StokesError('trust.refused', 'These words are a recovery key, but not that of this case log.', {
    tip: 'Take those that were shown when it was encrypted, or last given a new key.',
  })
}
