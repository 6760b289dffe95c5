import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StokesError, toProblem, type Problem } from '../../../contract/errors'
import type { EventDetails, EventKind } from '../../../contract/audit'
import type {
  BackupPlan,
  BackupSummary,
  Decryption,
  KeyKeeper,
  RestorePlan,
  SafetyStatus,
  Salvage,
} from '../../../contract/safety'
import type { Clock } from '../../../shared/clock'
import { changeKey } from '../../../storage/changeKey'
import { fileForm } from '../../../storage/fileForm'
import { keyName, newMasterKey } from '../../../storage/keys/deriveKey'
import { keyInHand, takeKeyInHand } from '../../../storage/keys/keyRing'
import { keyOfWords, recoveryWords } from '../../../storage/keys/recoveryWords'
import { unfinishedBackup } from '../../../storage/safekeeping/backUp'
import { listBackups, type Backup } from '../../../storage/safekeeping/listBackups'
import { restore } from '../../../storage/safekeeping/restore'
import type { SafetyThread } from '../../workers/safetyWorker'
import { noteEvent } from '../noteEvent'
import { writeCaseLog } from '../writeCaseLog'
import { startWorker, type StartedWorker } from '../startWorker'
import { BackupPlanFile } from './backupPlanFile'
import { KeyVault, type Keychain } from './keyVault'

/** How long the look for damage at the start may go on beginning tables. */
const INTEGRITY_BUDGET_MS = 20_000
/** The start has the disk for itself. */
const AFTER_START_MS = 15_000
const LOOK_FOR_DUE_MS = 5 * 60_000
const HOUR_MS = 3_600_000
const PROGRAM = 'Stokes'

/** A backup, and the words of its key where that is another. */
interface ChosenBackup {
  backup: string
  words?: string | undefined
}

export interface SafetyOptions {
  path: string
  clock: Clock
  keychain: Keychain | null
  /** Nobody measures now. */
  isIdle: () => boolean
  tellProblem: (problem: Problem) => void
  /** Who is signed in; null where nobody is. */
  user: () => string | null
  /** Has something on record that happened to the case log while it is open. */
  note: (kind: EventKind, details: EventDetails) => Promise<void>
  /** The case log can be opened now. */
  onUnlocked: () => void
  /** The case log is damaged: nothing is written to it any more. */
  onDamaged: (problem: StokesError) => void
  /** Closes everything, does this to the file of the case log, and starts the process anew; null where nobody starts it. */
  restartAfter: ((work: () => void) => void) | null
}

/** Keys, backups and damage of the case log. Its work on the file goes on in a thread of its own, begun when first needed. */
export class SafetyService {
  private readonly vault: KeyVault
  private readonly planFile: BackupPlanFile
  private thread: StartedWorker<SafetyThread> | null = null
  private timers: NodeJS.Timeout[] = []
  private integrity: SafetyStatus['integrity'] = null
  private backingUp: Promise<BackupSummary> | null = null
  private problem: Problem | null = null
  private proposed: Uint8Array | null = null

  constructor(private readonly options: SafetyOptions) {
    this.vault = new KeyVault(options.path, options.keychain)
    this.planFile = new BackupPlanFile(join(dirname(options.path), 'backups.json'))
  }

  /** From now on looks for damage once, and makes the backups that are due. */
  watch(): void {
    this.timers = [
      setTimeout(() => void this.lookForDamage().catch(() => undefined), AFTER_START_MS),
      setTimeout(() => void this.backUpIfDue(), 2 * AFTER_START_MS),
      setInterval(() => void this.backUpIfDue(), LOOK_FOR_DUE_MS),
    ]
    for (const timer of this.timers) timer.unref()
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer)
    await this.thread?.stop()
    this.thread = null
  }

  async status(): Promise<SafetyStatus> {
    const { path } = this.options
    const plan = this.planFile.read()
    const master = keyInHand()
    const form = fileForm(path)
    return {
      path,
      state: form === 'unknown' ? 'unreadable' : form === 'encrypted' && master === null ? 'locked' : form,
      key: form === 'encrypted' && master ? keyName(master) : null,
      keptBy: this.vault.keptBy,
      keychain: await this.vault.keychainState().catch(() => null),
      integrity: this.integrity,
      plan,
      backups: (await this.backups(plan)).map(summarise),
      progress: this.backingUp && (await this.progress(plan)),
      problem: this.problem,
    }
  }

  async unlock(by: { passphrase: string } | { words: string }): Promise<void> {
    const master =
      'words' in by ? await this.vault.fromWords(by.words) : await this.vault.fromPassphrase(by.passphrase)
    takeKeyInHand(master)
    this.options.onUnlocked()
  }

  proposeKey(): { key: string; words: string[] } {
    this.proposed = newMasterKey()
    return { key: keyName(this.proposed), words: recoveryWords(this.proposed) }
  }

  /** Gives the case log the key that was proposed. */
  async encrypt({
    keptBy,
    passphrase,
  }: {
    keptBy: KeyKeeper
    passphrase?: string | undefined
  }): Promise<void> {
    const to = this.proposed
    if (!to) {
      throw new StokesError('usage.invalid', 'No key was shown, so nobody can have written it down.', {
        tip: 'Begin again with "Encrypt".',
      })
    }
    const sealed = await this.vault.seal(to, { keptBy, passphrase })
    this.proposed = null
    const before = this.vault.sealedKeys()
    this.changeTo(to, {
      beforeSwitch: () => {
        this.vault.keep([sealed, ...before])
      },
      afterwards: () => {
        this.vault.keep([sealed])
      },
    })
  }

  decrypt({ eraseIdentities: reason, operatorId }: Decryption): void {
    const { path, user } = this.options
    this.changeTo(null, {
      before: () => {
        if (reason === null || operatorId === null) return
        writeCaseLog({ path, program: PROGRAM, user: user() }, ({ identities }) => {
          identities.eraseAll({ operatorId, reason })
        })
      },
      afterwards: () => {
        this.vault.keep([])
      },
    })
  }

  setPlan(plan: BackupPlan): void {
    this.planFile.write(plan)
    this.problem = null
  }

  backUpNow(): Promise<BackupSummary> {
    this.backingUp ??= this.makeBackup().finally(() => {
      this.backingUp = null
    })
    return this.backingUp
  }

  async planRestore({ backup, words }: ChosenBackup): Promise<RestorePlan> {
    const key = words === undefined ? undefined : keyOfWords(words)
    const { rows: _, ...plan } = await this.worker().planRestore(this.options.path, backup, key)
    return plan
  }

  /** The restored case log says that it was. */
  async restore(chosen: ChosenBackup): Promise<void> {
    // What cannot be restored is said while the case log is still open.
    const { takenAt } = await this.planRestore(chosen)
    const { backup, words } = chosen
    const { path, clock } = this.options
    const backupKey = words === undefined ? keyInHand() : keyOfWords(words)
    this.restartAfter(() => {
      restore({ path, backup, backupKey, clock, program: PROGRAM })
      this.noteAfterwards(keyInHand() ?? backupKey, 'restored', { backup, takenAt })
    })
  }

  async rescue(): Promise<{ to: string; tables: Salvage }> {
    const { path, clock } = this.options
    const to = join(dirname(path), `case-log.saved.${clock.timestamp().replaceAll(':', '-')}.sqlite`)
    return { to, tables: await this.worker().salvage(path, to) }
  }

  /** Looks through the case log beside whoever writes to it; for a limited time. */
  async lookForDamage(): Promise<void> {
    const { path, clock, isIdle, tellProblem, onDamaged } = this.options
    if (!this.isOpen()) return
    const { ok, findings, checked, unchecked } = await this.worker().checkIntegrity(path, INTEGRITY_BUDGET_MS)
    const tables = checked.length + unchecked.length
    this.integrity = { ok, checkedAt: clock.timestamp(), findings, tables, unchecked: unchecked.length }
    if (ok) return
    const damaged = new StokesError(
      'storage.damaged',
      `The case log ${path} is damaged: ${findings[0]?.table ?? ''} ${findings[0]?.what ?? ''} (${findings.length} findings). It is only read from now on.`,
      {
        tip: 'Under Device and system, restore the newest backup, or save what can be read into a new case log.',
      },
    )
    // A measurement that runs is recorded to its end.
    while (!isIdle()) await sleep(1000, undefined, { ref: false })
    onDamaged(damaged)
    tellProblem(toProblem(damaged))
  }

  private async backUpIfDue(): Promise<void> {
    const plan = this.planFile.read()
    const { clock, isIdle, tellProblem } = this.options
    if (plan.folder === null || this.backingUp || !isIdle() || !this.isOpen()) return
    const last = (await this.backups(plan))[0]
    const ageMs = last ? Date.parse(clock.timestamp()) - Date.parse(last.takenAt) : Infinity
    if (ageMs < plan.everyHours * HOUR_MS) return
    const before = this.problem?.message
    await this.backUpNow().catch((error: unknown) => {
      const problem = toProblem(error)
      // Once is enough for a stick that is not plugged in.
      if (problem.message !== before) tellProblem(problem)
    })
  }

  /** There is a case log, and a key where it needs one. */
  private isOpen(): boolean {
    const form = fileForm(this.options.path)
    return form !== 'absent' && (form !== 'encrypted' || keyInHand() !== null)
  }

  private async makeBackup(): Promise<BackupSummary> {
    const { folder, keep } = this.planFile.read()
    if (folder === null) {
      throw new StokesError('usage.invalid', 'There is no folder for backups.', {
        tip: 'Choose one, best on another disk than the case log.',
      })
    }
    try {
      const { backup } = await this.worker().backUp(this.options.path, folder, keep)
      this.problem = null
      const { path: file, note } = backup
      await this.options.note('backedUp', { file, sha256: note?.sha256 ?? null }).catch(() => undefined)
      return summarise(backup)
    } catch (error) {
      this.problem = toProblem(error)
      throw error
    }
  }

  private changeTo(
    to: Uint8Array | null,
    {
      before,
      beforeSwitch,
      afterwards,
    }: { before?: () => void; beforeSwitch?: () => void; afterwards: () => void },
  ): void {
    const { path, clock } = this.options
    const from = fileForm(path) === 'encrypted' ? keyInHand() : null
    this.restartAfter(() => {
      before?.()
      changeKey({ path, from, to, clock, program: PROGRAM, ...(beforeSwitch && { beforeSwitch }) })
      afterwards()
      this.noteAfterwards(to, to === null ? 'decrypted' : from === null ? 'encrypted' : 'keyChanged', {
        key: to && keyName(to),
      })
    })
  }

  /** Into the file that has taken the place of the case log. */
  private noteAfterwards(masterKey: Uint8Array | null, kind: EventKind, details: EventDetails): void {
    const { path, user } = this.options
    noteEvent({ path, program: PROGRAM, user: user(), masterKey }, kind, details)
  }

  private restartAfter(work: () => void): void {
    const { restartAfter, isIdle } = this.options
    if (!restartAfter) {
      throw new StokesError('usage.invalid', 'This program cannot replace its own case log.', {
        tip: 'Use "stokes key" or "stokes restore" while Stokes is closed.',
      })
    }
    if (!isIdle()) {
      throw new StokesError('acquisition.running', 'A measurement is running.', {
        tip: 'Wait until it is done, then try again.',
      })
    }
    restartAfter(work)
  }

  private worker(): StartedWorker<SafetyThread>['api'] {
    this.thread ??= startWorker<SafetyThread>('safetyWorker', null, (reason) => {
      this.thread = null
      this.options.tellProblem(toProblem(reason))
    })
    return this.thread.api
  }

  /** Asked without keeping the loop waiting: the disk of the backups may be a share that is slow, or not there. */
  private async backups({ folder }: BackupPlan): Promise<Backup[]> {
    if (folder === null) return []
    return listBackups(this.options.path, folder).catch(() => [])
  }

  private async progress({ folder }: BackupPlan): Promise<number> {
    const sizeOf = (path: string): Promise<number> =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      )
    if (folder === null) return 0
    const { path } = this.options
    const [done, whole] = await Promise.all([sizeOf(unfinishedBackup(path, folder)), sizeOf(path)])
    return Math.min(1, done / Math.max(1, whole))
  }
}

function summarise({ path, takenAt, bytes, note }: Backup): BackupSummary {
  return {
    path,
    takenAt,
    bytes,
    verifiedAt: note?.verifiedAt ?? null,
    encrypted: note ? note.key !== null : null,
    frames: note?.rows['frame'] ?? null,
  }
}
