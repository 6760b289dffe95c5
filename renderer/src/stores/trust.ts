import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Problem } from '../../../electron/contract/errors'
import type {
  Account,
  CaseSignature,
  Role,
  SignatureMeaning,
  TrustState,
  User,
} from '../../../electron/contract/trust'
import { follow } from '../bridge/follow'
import { instrument, onInstrument } from '../bridge/instrument'
import { shell } from '../bridge/shell'
import { toProblem } from '../bridge/toProblem'
import { useSystemStore } from './system'

/** The instrument process hears that somebody is there this often at most. */
const TELL_ACTIVE_MS = 15_000

/** Who is signed in, and the accounts. What is allowed is decided in the instrument process. */
export const useTrustStore = defineStore('trust', () => {
  const system = useSystemStore()
  const state = shallowRef<TrustState | null>(null)
  const all = shallowRef<Account[]>([])
  const busy = ref(false)
  const problem = ref<Problem | null>(null)
  const user = computed(() => state.value?.user ?? null)
  const locked = computed(() => state.value?.accounts === true && user.value === null)
  /** Whose data this window has loaded; whoever comes after them begins with a window of their own. */
  let shownTo: string | null = null
  let toldAt = 0
  let settingUp = false

  follow(
    onInstrument,
    () => instrument.trust.watch(),
    (next) => {
      const begun = state.value !== null
      state.value = next
      if (!next.user) return
      // What was asked for while nobody was signed in was refused.
      if (begun && next.user.id !== shownTo && !settingUp) begin()
      shownTo = next.user.id
    },
    system.report,
  )
  const begin = (): void => void system.attempt(() => shell.reload())

  /** Does `work`; whether it was done. Why not is in `problem`. */
  async function ask(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    problem.value = null
    try {
      await work()
      return true
    } catch (error) {
      problem.value = toProblem(error)
      return false
    } finally {
      busy.value = false
    }
  }

  async function setUp(name: string, secret: string): Promise<boolean> {
    settingUp = true
    const done = await ask(() => instrument.trust.setUp({ name, secret }))
    settingUp = false
    if (done) begin()
    return done
  }

  async function refreshUsers(): Promise<void> {
    if (user.value?.role !== 'administrator') return
    all.value = (await system.attempt(() => instrument.trust.users())) ?? []
  }

  async function administer(work: () => Promise<unknown>): Promise<boolean> {
    const done = await ask(work)
    await refreshUsers()
    return done
  }

  /** Somebody touched the window. */
  function active(): void {
    const now = Date.now()
    if (!user.value || now - toldAt < TELL_ACTIVE_MS) return
    toldAt = now
    instrument.trust.active().catch(() => undefined)
  }

  watch(user, () => void refreshUsers())

  return {
    state,
    user,
    forgetProblem: () => (problem.value = null),
    locked,
    all,
    busy,
    problem,
    setUp,
    active,
    refreshUsers,
    signIn: (userId: string, secret: string) => ask(() => instrument.trust.signIn({ userId, secret })),
    lock: () => ask(() => instrument.trust.lock()),
    addUser: (name: string, role: Role, secret: string) =>
      administer(() => instrument.trust.addUser({ name, role, secret })),
    changeUser: ({ id, role, active: mayEnter }: Pick<User, 'id' | 'role' | 'active'>) =>
      administer(() => instrument.trust.changeUser({ userId: id, role, active: mayEnter })),
    resetSecret: (userId: string, secret: string) =>
      administer(() => instrument.trust.resetSecret({ userId, secret })),
    changeSecret: (old: string, secret: string) => ask(() => instrument.trust.changeSecret({ old, secret })),
    recover: (userId: string, words: string, secret: string) =>
      ask(() => instrument.trust.recoverAdministrator({ userId, words, secret })),
    setLockAfter: (minutes: number) => administer(() => instrument.trust.setLockAfter({ minutes })),
    signatures: (lesionId: string): Promise<CaseSignature[] | undefined> =>
      system.attempt(() => instrument.trust.signatures({ lesionId })),
    sign: (lesionId: string, meaning: SignatureMeaning, secret: string) =>
      ask(() => instrument.trust.sign({ lesionId, meaning, secret })),
  }
})
