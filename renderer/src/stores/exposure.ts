import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { AutoExposure, DosePolicy, NewPowerReading, SiteDose } from '../../../electron/contract/exposure'
import type { Problem } from '../../../electron/contract/errors'
import { instrument } from '../bridge/instrument'
import { toProblem } from '../bridge/toProblem'
import { useSessionStore } from './session'
import { useSystemStore } from './system'

/** A site's policy as it is typed. */
export type TypedPolicy = Record<keyof DosePolicy, unknown>
export type TypedReading = Pick<
  NewPowerReading,
  'commandedMilliwatts' | 'measuredMilliwatts' | 'spotMicrometres'
>

/** Light on the lesion that is chosen: what it had, what it may have, and how long to expose it. */
export const useExposureStore = defineStore('exposure', () => {
  const session = useSessionStore()
  const system = useSystemStore()
  /** Trial frames are exposed. */
  const trying = ref(false)

  /** Null where there is no laser. */
  async function dose(lesionId: string, powerMilliwatts: number): Promise<SiteDose | Problem | null> {
    try {
      return await instrument.exposure.dose({ lesionId, powerMilliwatts })
    } catch (error) {
      return toProblem(error)
    }
  }

  async function setPolicy(policy: TypedPolicy): Promise<boolean> {
    const { operatorId } = session
    if (operatorId === null) return false
    return !!(await system.attempt(() => instrument.exposure.setPolicy({ operatorId, ...policy })))
  }

  async function addReading(reading: TypedReading, serialNumber: string): Promise<boolean> {
    const { operatorId } = session
    if (operatorId === null) return false
    const measuredAt = new Date().toISOString()
    const given = { operatorId, serialNumber, measuredAt, ...reading }
    return !!(await system.attempt(() => instrument.exposure.addPowerReading(given)))
  }

  /** Fires, so that it needs what a measurement needs. */
  async function findIntegrationTime(): Promise<AutoExposure | null> {
    const { authorisation, plan } = session
    if (!authorisation || trying.value) return null
    trying.value = true
    const { laserPowerMilliwatts: powerMilliwatts, accumulations } = plan
    const found = await system.attempt(() =>
      instrument.exposure.auto({ authorisation, powerMilliwatts, accumulations }),
    )
    trying.value = false
    if (!found) return null
    session.usePlan({ integrationTimeMs: found.integrationTimeMs })
    return found
  }

  return { trying, dose, setPolicy, addReading, findIntegrationTime }
})
