import { StokesError } from '../../../contract/errors'
import type { CaseSignature, Role, SignatureMeaning, TrustState, User } from '../../../contract/trust'
import type { Clock } from '../../../shared/clock'
import type { NewAccount } from '../../../storage/repositories/accounts'
import { Changes } from '../changes'
import { permissionOf } from '../../../contract/permissions'
import { requireAllowed } from './requireAllowed'
import { isSecret, keepSecret } from './secrets'

type Answer<T> = T | Promise<T>

/** What it needs of the case log. */
export interface TrustLog {
  accounts: {
    list(): Answer<User[]>
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
  /** Whose name stands in the audit from now on; null: nobody is signed in. */
  actAs(name: string | null): Answer<void>
}

interface TrustOptions {
  log: TrustLog
  clock: Pick<Clock, 'monotonicMs'>
  /** A measurement or a daily check runs: then nobody is locked out for being idle. */
  measuring: () => boolean
  stopLaser: () => Promise<void>
}

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
   * Whether a call may be done. A case log that cannot be opened has no accounts to ask for, and no case to protect: its calls
   * fail by themselves.
   * @throws StokesError `trust.locked`, `trust.refused`
   */
  async requireAllowed(path: readonly string[], input: unknown): Promise<void> {
    // What stops the laser waits for nothing.
    if (permissionOf(path) === 'always') return
    await this.load().catch(() => undefined)
    requireAllowed(this.state.current, path, input)
  }

  /** Reads who there is, once the case log can be opened. */
  load(): Promise<void> {
    this.loaded ??= this.refresh().catch((error: unknown) => {
      this.loaded = null
      throw error
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
    await this.requireSecret(userId, secret)
    return this.enter(await this.options.log.accounts.get(userId))
  }

  /** Nobody is in charge of the laser then. */
  async lock(): Promise<void> {
    if (!this.state.current.user) return
    this.state.set({ ...this.state.current, user: null })
    await this.options.stopLaser().catch(() => undefined)
    await this.options.log.actAs(null)
  }

  active(): void {
    this.activeAt = this.options.clock.monotonicMs()
  }

  users(): Answer<User[]> {
    return this.options.log.accounts.list()
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

  async changeSecret(old: string, secret: string): Promise<void> {
    const { id } = this.signedIn()
    await this.requireSecret(id, old)
    await this.resetSecret(id, secret)
  }

  async setLockAfter(minutes: number): Promise<void> {
    await this.options.log.accounts.setLockAfter(minutes)
    await this.refresh()
  }

  async sign(lesionId: string, meaning: SignatureMeaning, secret: string): Promise<CaseSignature[]> {
    const user = this.signedIn()
    await this.requireSecret(user.id, secret)
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
    if (idleMs >= lockAfterMinutes * 60_000) await this.lock()
  }

  stop(): void {
    clearInterval(this.timer)
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

  private async requireSecret(userId: string, secret: string): Promise<void> {
    const { accounts } = this.options.log
    const kept = await accounts.attempt(userId)
    if (!(await isSecret(secret, kept))) {
      throw new StokesError('trust.wrongSecret', 'This is not the PIN or password of this user.', {
        tip: 'Try again. After three wrong attempts each further one has to wait longer.',
      })
    }
    await accounts.succeeded(userId)
  }

  private async enter(user: User): Promise<User> {
    // Whoever was signed in has left the laser.
    const before = this.state.current.user
    if (before && before.id !== user.id) await this.options.stopLaser().catch(() => undefined)
    await this.options.log.actAs(user.name)
    this.active()
    await this.refresh(user)
    return user
  }

  private async refresh(signedIn: User | null = this.state.current.user): Promise<void> {
    const { accounts } = this.options.log
    const [all, lockAfterMinutes] = await Promise.all([accounts.list(), accounts.lockAfterMinutes()])
    const users = all.filter(({ active }) => active)
    const user = users.find(({ id }) => id === signedIn?.id) ?? null
    this.state.set({ accounts: all.length > 0, users, user, lockAfterMinutes })
    if (signedIn && !user) await this.options.log.actAs(null)
  }
}
