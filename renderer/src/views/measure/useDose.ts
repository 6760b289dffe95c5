import { computed, onBeforeUnmount, onMounted, shallowRef, watch } from 'vue'
import type { Problem } from '../../../../electron/contract/errors'
import type { SiteDose } from '../../../../electron/contract/exposure'
import { useDeviceStore } from '../../stores/device'
import { useExposureStore } from '../../stores/exposure'
import { useSessionStore } from '../../stores/session'

const FIRING_MS = 400
const RESTING_MS = 2_000

/** The dose of the chosen lesion at the planned power, kept fresh while a screen shows it. */
export function useDose() {
  const device = useDeviceStore()
  const session = useSessionStore()
  const exposure = useExposureStore()
  const dose = shallowRef<SiteDose | null>(null)
  const problem = shallowRef<Problem | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown = false

  const asked = computed(() =>
    device.connected && session.firesLaser && session.lesion
      ? { lesionId: session.lesion.id, powerMilliwatts: session.plan.laserPowerMilliwatts }
      : null,
  )

  async function look(): Promise<void> {
    clearTimeout(timer)
    const question = asked.value
    const answer = question && (await exposure.dose(question.lesionId, question.powerMilliwatts))
    if (!shown || question !== asked.value) return
    problem.value = answer && 'code' in answer ? answer : null
    dose.value = answer && 'code' in answer ? null : answer
    clearTimeout(timer)
    timer = setTimeout(() => void look(), device.laser === 'emitting' ? FIRING_MS : RESTING_MS)
  }

  watch([asked, () => device.laser], () => void look())
  onMounted(() => {
    shown = true
    void look()
  })
  onBeforeUnmount(() => {
    shown = false
    clearTimeout(timer)
  })

  return { dose, problem, refresh: look }
}
