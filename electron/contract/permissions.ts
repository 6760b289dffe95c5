import type { instrumentContract } from './index'
import type { Role } from './trust'

/** `always`: also while nobody is signed in. It shows nothing of a patient and makes nothing less safe. */
export type Permission = 'always' | readonly Role[]

type Contract = typeof instrumentContract
/** One for each call of the contract: a call without one does not compile. */
type Permissions = { [Domain in keyof Contract]: { [Call in keyof Contract[Domain]]: Permission } }

const everybody = ['clinician', 'technician', 'researcher', 'administrator'] as const
const administrators = ['administrator'] as const
const clinicians = ['clinician', 'administrator'] as const
const technicians = ['technician', 'administrator'] as const
const researchers = ['researcher', 'administrator'] as const
const atTheInstrument = ['clinician', 'technician', 'administrator'] as const
const withCases = ['clinician', 'researcher', 'administrator'] as const

/** Who may ask what, where there are accounts. */
export const permissions: Permissions = {
  acquisition: { start: atTheInstrument, cancel: 'always' },
  audit: {
    check: administrators,
    lastCheck: everybody,
    list: administrators,
    ofCase: clinicians,
    export: administrators,
  },
  cases: {
    operators: everybody,
    addOperator: atTheInstrument,
    list: everybody,
    placeOf: everybody,
    open: everybody,
    spectrum: everybody,
    result: everybody,
    answer: atTheInstrument,
    recompute: everybody,
    checkSaliency: everybody,
    patients: everybody,
    lesions: everybody,
    addPatient: atTheInstrument,
    addLesion: atTheInstrument,
    addNote: everybody,
    addDiagnosis: clinicians,
  },
  device: {
    list: 'always',
    watchList: 'always',
    connect: atTheInstrument,
    disconnect: atTheInstrument,
    state: 'always',
    watch: 'always',
    startPreview: atTheInstrument,
    stopPreview: 'always',
    stopLaser: 'always',
    selectSample: everybody,
    log: everybody,
  },
  exchange: {
    export: withCases,
    deidentification: withCases,
    report: withCases,
    preview: withCases,
    import: withCases,
    undoImport: withCases,
  },
  exposure: {
    auto: atTheInstrument,
    dose: everybody,
    policy: everybody,
    setPolicy: technicians,
    powerReading: everybody,
    addPowerReading: technicians,
  },
  // Who a patient is concerns whoever treats them.
  identities: { state: everybody, show: clinicians, write: clinicians, erase: clinicians },
  learning: {
    inspectData: researchers,
    freezeData: researchers,
    dataSets: everybody,
    dataSet: everybody,
    holdOut: researchers,
    looks: everybody,
    look: researchers,
    recipes: everybody,
    startRun: researchers,
    runs: everybody,
    run: everybody,
    predictions: everybody,
    heldOutSpectrum: everybody,
    checkSaliency: everybody,
    classMaps: everybody,
    cancelRun: researchers,
    resumeRun: researchers,
    compareRuns: everybody,
    modelCard: everybody,
    table2: everybody,
    models: everybody,
    judgePromotion: everybody,
    promote: researchers,
    shadow: researchers,
    retire: researchers,
    rollBack: researchers,
    shadowComparison: everybody,
    watch: 'always',
  },
  overview: { statistics: everybody, compare: everybody, comparePicked: everybody },
  passport: {
    watch: 'always',
    inForce: everybody,
    get: everybody,
    history: everybody,
    trends: everybody,
    document: everybody,
    policy: everybody,
    references: everybody,
    startDailyCheck: technicians,
    acceptStep: technicians,
    repeatStep: technicians,
    refuse: 'always',
  },
  photos: {
    list: everybody,
    send: atTheInstrument,
    examine: atTheInstrument,
    add: atTheInstrument,
    piece: everybody,
    remove: clinicians,
    restore: clinicians,
  },
  record: {
    open: everybody,
    revisePatient: clinicians,
    reviseLesion: clinicians,
    deleteLesion: clinicians,
    restoreLesion: clinicians,
    deletedCases: everybody,
    mergePatient: clinicians,
    undoMerge: clinicians,
  },
  reprocessing: {
    list: everybody,
    start: researchers,
    cancel: researchers,
    resume: researchers,
    outcome: everybody,
    changed: everybody,
    csv: withCases,
    watch: 'always',
  },
  safety: {
    status: 'always',
    // Before it is unlocked nobody can sign in: its key is what is asked for.
    unlock: 'always',
    proposeKey: administrators,
    encrypt: administrators,
    decrypt: administrators,
    setPlan: administrators,
    backUpNow: everybody,
    planRestore: administrators,
    restore: administrators,
    rescue: administrators,
  },
  searches: {
    list: everybody,
    save: everybody,
    rename: everybody,
    remove: everybody,
    restore: everybody,
  },
  system: { status: 'always', problems: 'always' },
  teaching: { lessons: everybody, measure: atTheInstrument },
  trust: {
    watch: 'always',
    setUp: 'always',
    signIn: 'always',
    lock: 'always',
    active: 'always',
    users: administrators,
    addUser: administrators,
    changeUser: administrators,
    resetSecret: administrators,
    // The recovery key is what is asked for.
    recoverAdministrator: 'always',
    changeSecret: everybody,
    setLockAfter: administrators,
    sign: clinicians,
    signatures: everybody,
  },
  visits: { list: everybody, addNote: everybody },
}

/**
 * What is allowed while nobody can tell who has an account, because the case log cannot be read: it is what makes it readable again, and
 * whoever does it sees nothing of a patient.
 */
const mending = ['safety.planRestore', 'safety.restore', 'safety.rescue']

export const mendsTheCaseLog = (path: readonly string[]): boolean => mending.includes(path.join('.'))

/** A call of the contract: `cases.addNote`. */
export type Call = {
  [Domain in keyof Contract]: `${Domain}.${keyof Contract[Domain] & string}`
}[keyof Contract]

/** Of a call by its path; null for one that the table does not know. */
export function permissionOf(path: readonly string[]): Permission | null {
  const [domain = '', call = ''] = path
  return (permissions as Record<string, Record<string, Permission>>)[domain]?.[call] ?? null
}
