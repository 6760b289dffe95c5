import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { demonstrationRequested } from '../bridge/launch'
import { useAcquisitionStore } from './acquisition'
import { useCasesStore } from './cases'
import { useDeviceStore } from './device'
import { useSessionStore } from './session'

const OPERATOR = 'Demonstration'

/** Takes a newcomer from nothing to an answer: a simulated patient on the virtual microscope. */
export const useDemonstrationStore = defineStore('demonstration', () => {
  const device = useDeviceStore()
  const cases = useCasesStore()
  const session = useSessionStore()
  const acquisition = useAcquisitionStore()
  const preparing = ref(false)

  /** The first pseudonym of the series SIM-0001, SIM-0002… that is free. */
  function freePseudonym(): string {
    const taken = new Set(cases.patients.map(({ pseudonym }) => pseudonym))
    let number = 1
    while (taken.has(`SIM-${String(number).padStart(4, '0')}`)) number++
    return `SIM-${String(number).padStart(4, '0')}`
  }

  async function prepare(): Promise<boolean> {
    if (!session.operator) {
      const operator = await cases.addOperator(OPERATOR)
      if (!operator) return false
      session.chooseOperator(operator.id)
    }
    const patient = await cases.addPatient({
      pseudonym: freePseudonym(),
      yearOfBirth: 1962,
      sex: 'female',
      skinType: 2,
    })
    if (!patient) return false
    const lesion = await cases.addLesion({
      patientId: patient.id,
      bodySite: 'arm',
      description: 'simulated lesion',
      origin: 'simulated',
    })
    if (!lesion) return false
    await session.chooseCase(patient, lesion)
    // There is no real laser, and so nothing to protect the eyes from.
    session.eyewear = true
    return true
  }

  async function start(): Promise<void> {
    if (preparing.value || acquisition.running || device.origin !== 'simulated') return
    preparing.value = true
    const ready = await prepare()
    preparing.value = false
    if (ready && session.authorisation) await acquisition.start(session.plan, session.authorisation)
  }

  if (demonstrationRequested) {
    const stop = watch(
      () => device.origin === 'simulated' && cases.loaded,
      (ready) => {
        if (!ready) return
        stop()
        void start()
      },
    )
  }

  return { preparing, start }
})
