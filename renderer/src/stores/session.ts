import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { AcquisitionPlan } from '../../../electron/contract/acquisition'
import { FIRST_SPOT, type Lesion, type Patient } from '../../../electron/contract/cases'
import type { LaserAuthorisation } from '../../../electron/contract/device'
import { instrument } from '../bridge/instrument'
import { recall, remember } from '../bridge/memory'
import { useAcquisitionStore } from './acquisition'
import { useCasesStore } from './cases'
import { useDeviceStore } from './device'
import { useSystemStore } from './system'

/** As the simulated cohort is measured. 25 mW stays below the exposure limit of skin for any time (27.8 mW, ICNIRP 2013). */
const usualPlan: AcquisitionPlan = {
  integrationTimeMs: 1000,
  accumulations: 5,
  darkFrames: 1,
  laserPowerMilliwatts: 25,
}

/** What is missing before the laser may fire, in the order in which the screen asks for it. */
export type Missing = 'device' | 'watchdog' | 'operator' | 'lesion' | 'eyewear'

/** Who measures which lesion of whom, with which exposure: the bedside's own state. */
export const useSessionStore = defineStore('session', () => {
  const cases = useCasesStore()
  const device = useDeviceStore()
  const acquisition = useAcquisitionStore()
  const system = useSystemStore()

  const operatorId = ref<string | null>(null)
  const patient = shallowRef<Patient | null>(null)
  const lesions = shallowRef<Lesion[]>([])
  const lesion = shallowRef<Lesion | null>(null)
  const spot = ref<string>(FIRST_SPOT)
  /** Of the lesion, that were measured before. */
  const spots = shallowRef<string[]>([])
  const eyewear = ref(false)
  const plan = ref<AcquisitionPlan>({ ...usualPlan })

  const operator = computed(() => cases.operators.find(({ id }) => id === operatorId.value) ?? null)
  /** A recorded file has no laser to protect the eyes from. */
  const firesLaser = computed(
    () => device.state.limits === null || device.state.limits.laserPowerMilliwatts !== null,
  )
  /** A laser that nothing switches off if this computer fails is for the bench. */
  const forPatients = computed(() => device.state.laser?.watchdog !== 'none')
  const missing = computed(() => {
    const list: Missing[] = []
    if (!device.connected) list.push('device')
    if (firesLaser.value && !forPatients.value) list.push('watchdog')
    if (!operator.value) list.push('operator')
    if (!lesion.value) list.push('lesion')
    if (firesLaser.value && !eyewear.value) list.push('eyewear')
    return list
  })
  const authorisation = computed((): LaserAuthorisation | null =>
    missing.value.length === 0 && operator.value && lesion.value
      ? { operatorId: operator.value.id, lesionId: lesion.value.id, eyewearConfirmed: eyewear.value }
      : null,
  )

  function chooseOperator(id: string): void {
    operatorId.value = id
    remember('operator', id)
  }

  async function choosePatient(next: Patient | null): Promise<void> {
    if (next?.id === patient.value?.id) return
    patient.value = next
    lesion.value = null
    lesions.value = []
    // Whoever comes with another patient has not put on eyewear yet.
    eyewear.value = false
    if (!next) return
    const found = await cases.lesionsOf(next)
    if (patient.value?.id === next.id) lesions.value = found
  }

  function chooseLesion(next: Lesion | null): void {
    lesion.value = next
    if (next && !lesions.value.some(({ id }) => id === next.id)) lesions.value = [next, ...lesions.value]
  }

  async function chooseCase(ofPatient: Patient, ofLesion: Lesion): Promise<void> {
    await choosePatient(ofPatient)
    chooseLesion(ofLesion)
  }

  /** Measures the spot that is chosen; nothing happens before all is there that it needs. */
  async function acquire(): Promise<void> {
    if (!authorisation.value) return
    const name = spot.value.trim() || FIRST_SPOT
    await acquisition.start(plan.value, authorisation.value, name)
    if (!spots.value.includes(name)) spots.value = [...spots.value, name]
  }

  async function findSpots(lesionId: string): Promise<void> {
    const found = await system.attempt(() => instrument.cases.open({ lesionId }))
    if (!found || lesion.value?.id !== lesionId) return
    spots.value = [...new Set(found.acquisitions.map((measured) => measured.spot))].sort()
  }

  function usePlan(next: Partial<AcquisitionPlan>): void {
    plan.value = { ...plan.value, ...next }
  }

  watch(
    () => cases.operators,
    (operators) => {
      if (operator.value) return
      const kept = recall('operator')
      operatorId.value = (operators.find(({ id }) => id === kept) ?? operators[0])?.id ?? null
    },
  )
  watch(
    () => device.state.limits,
    (limits) => {
      if (!limits) return
      const within = (value: number, { min, max }: { min: number; max: number }) =>
        Math.min(max, Math.max(min, value))
      usePlan({
        integrationTimeMs: within(plan.value.integrationTimeMs, limits.integrationTimeMs),
        accumulations: within(plan.value.accumulations, limits.accumulations),
        ...(limits.laserPowerMilliwatts && {
          laserPowerMilliwatts: within(plan.value.laserPowerMilliwatts, limits.laserPowerMilliwatts),
        }),
      })
    },
  )
  watch(lesion, () => {
    // An answer, or what came instead of one, is shown with its own lesion alone.
    if (acquisition.result?.lesionId !== lesion.value?.id) acquisition.forget()
  })
  watch(
    () => lesion.value?.id,
    (lesionId) => {
      spot.value = FIRST_SPOT
      spots.value = []
      if (lesionId) void findSpots(lesionId)
    },
  )
  let lastDevice: string | null = null
  watch(
    () => device.state.identity?.serialNumber ?? null,
    (serialNumber) => {
      if (serialNumber === null || serialNumber === lastDevice) return
      lastDevice = serialNumber
      // Another instrument, perhaps another laser; and a lesion holds frames of one origin alone.
      eyewear.value = false
      if (device.origin && lesion.value && lesion.value.origin !== device.origin) lesion.value = null
    },
  )

  return {
    operatorId,
    operator,
    patient,
    lesions,
    lesion,
    spot,
    spots,
    eyewear,
    firesLaser,
    forPatients,
    plan,
    missing,
    authorisation,
    chooseOperator,
    choosePatient,
    chooseLesion,
    chooseCase,
    acquire,
    usePlan,
  }
})
