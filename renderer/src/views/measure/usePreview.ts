import { computed, onBeforeUnmount, ref, watch } from 'vue'
import { useDeviceStore } from '../../stores/device'
import { useSessionStore } from '../../stores/session'

const usualTimes = [50, 100, 200, 500, 1000] as const

/** The live view's settings; a change while it runs starts it again with the new ones. */
export function usePreview() {
  const device = useDeviceStore()
  const session = useSessionStore()
  const wantsLaser = ref(false)
  const integrationTimeMs = ref(100)

  const on = computed(() => device.state.preview !== null)
  const laserRefused = computed(() =>
    session.authorisation && session.eyewear ? null : 'Choose a lesion and confirm the eyewear first',
  )
  /** What the instrument does, not what was asked for. */
  const laser = computed(
    () => device.state.preview?.laser ?? (wantsLaser.value && laserRefused.value === null),
  )
  const times = computed(() => {
    const limits = device.state.limits?.integrationTimeMs
    return usualTimes.filter((time) => !limits || (time >= limits.min && time <= limits.max))
  })

  async function start(): Promise<void> {
    const { authorisation, plan } = session
    await device.startPreview({
      integrationTimeMs: integrationTimeMs.value,
      laser:
        wantsLaser.value && authorisation && laserRefused.value === null
          ? { authorisation, powerMilliwatts: plan.laserPowerMilliwatts }
          : null,
    })
  }

  async function restart(): Promise<void> {
    if (!on.value) return
    await device.stopPreview()
    await start()
  }

  // Nobody is in charge of the laser any more, or nobody looks.
  watch(laserRefused, (refused) => {
    if (refused !== null && device.state.preview?.laser) void device.stopLaser()
  })
  onBeforeUnmount(() => {
    if (on.value) void device.stopPreview()
  })

  return {
    on,
    laser,
    laserRefused,
    integrationTimeMs,
    times,
    switch: (next: boolean) => (next ? start() : device.stopPreview()),
    useLaser: (next: boolean) => {
      wantsLaser.value = next
      return restart()
    },
    useTime: (next: number) => {
      integrationTimeMs.value = next
      return restart()
    },
  }
}
