import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Problem } from '../../../electron/contract/errors'
import type {
  BackupPlan,
  Decryption,
  KeyKeeper,
  RestorePlan,
  SafetyStatus,
} from '../../../electron/contract/safety'
import { instrument, onInstrument } from '../bridge/instrument'
import { shell } from '../bridge/shell'
import { outcomeOf, type Outcome } from './outcomeOf'
import { useSystemStore } from './system'

const POLL_MS = 1000

/** Whether the case log is safe: its key, its backups, its health. */
export const useSafetyStore = defineStore('safety', () => {
  const system = useSystemStore()
  const status = shallowRef<SafetyStatus | null>(null)
  /** The instrument process does something to the file of the case log, and starts anew. */
  const changing = ref(false)
  const backingUp = ref(false)

  onInstrument(() => {
    changing.value = false
    void refresh()
  })

  async function refresh(): Promise<void> {
    status.value = (await system.attempt(() => instrument.safety.status())) ?? status.value
  }

  /** Does what the file is closed for; false where it was refused. */
  async function change(work: () => Promise<void>): Promise<boolean> {
    changing.value = true
    const done = await system.attempt(async () => {
      await work()
      return true
    })
    if (!done) changing.value = false
    return done === true
  }

  const proposeKey = () => system.attempt(() => instrument.safety.proposeKey())

  const encrypt = (keptBy: KeyKeeper, passphrase?: string): Promise<boolean> =>
    change(() => instrument.safety.encrypt({ keptBy, ...(passphrase !== undefined && { passphrase }) }))

  /** Gives why it was refused, where that is the identities in it; what else failed is told. */
  async function decrypt(decryption: Decryption): Promise<Problem | null> {
    changing.value = true
    const { problem } = await outcomeOf(() => instrument.safety.decrypt(decryption))
    if (problem) changing.value = false
    if (problem?.code === 'storage.holdsIdentities') return problem
    if (problem) system.report(problem)
    return null
  }

  async function unlock(by: { passphrase: string } | { words: string }): Promise<boolean> {
    const done = await system.attempt(async () => {
      await instrument.safety.unlock(by)
      return true
    })
    // What this window asked for while it was locked was refused.
    if (done) await system.attempt(() => shell.reload())
    return done === true
  }

  async function setPlan(plan: BackupPlan): Promise<void> {
    await system.attempt(() => instrument.safety.setPlan(plan))
    await refresh()
  }

  async function backUp(): Promise<void> {
    backingUp.value = true
    const look = setInterval(() => void refresh(), POLL_MS)
    const made = await system.attempt(() => instrument.safety.backUpNow())
    clearInterval(look)
    backingUp.value = false
    if (made) system.tell(`A backup was made and read from end to end: ${made.path}`)
    await refresh()
  }

  const chooseFolder = () =>
    system.attempt(() => shell.chooseFolder({ title: 'Where the backups of the case log go' }))

  /** @param words of its key, where that is another than the case log has */
  const planRestore = (backup: string, words?: string): Promise<Outcome<RestorePlan>> =>
    outcomeOf(() => instrument.safety.planRestore({ backup, ...(words !== undefined && { words }) }))

  const restore = (backup: string, words?: string): Promise<boolean> =>
    change(() => instrument.safety.restore({ backup, ...(words !== undefined && { words }) }))

  async function rescue(): Promise<void> {
    const saved = await system.attempt(() => instrument.safety.rescue())
    if (!saved) return
    const sum = (of: 'saved' | 'lost' | 'orphans') =>
      saved.tables.reduce((total, table) => total + table[of], 0)
    system.tell(
      `${sum('saved')} rows were saved into ${saved.to}; ${sum('lost') + sum('orphans')} were lost. The damaged case log is as it was.`,
    )
  }

  async function saveWords(key: string, words: string[]): Promise<void> {
    const items = words.map((word) => `<li>${word}</li>`).join('')
    await system.attempt(() =>
      shell.saveDocument({
        suggestedName: `recovery-key-${key}.pdf`,
        content: `<!doctype html><meta charset="utf-8"><title>Recovery key ${key}</title>
<style>body{font:16px sans-serif;margin:2cm}ol{columns:3;font:20px monospace;line-height:1.9}</style>
<h1>Stokes: recovery key ${key}</h1><ol>${items}</ol>
<p>Whoever has these words and the case log can read it. Without them, and without the computer that keeps the key, it is lost.
Keep this sheet locked away, apart from the computer.</p>`,
        as: 'pdf',
      }),
    )
  }

  return {
    status,
    changing,
    backingUp,
    refresh,
    proposeKey,
    encrypt,
    decrypt,
    unlock,
    setPlan,
    backUp,
    chooseFolder,
    planRestore,
    restore,
    rescue,
    saveWords,
  }
})
