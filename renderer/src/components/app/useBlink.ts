import { onScopeDispose, readonly, ref, watch, type Ref } from 'vue'

const HALF_PERIOD_MS = 600

/**
 * Goes on and off while `blinking` does. By the clock: a CSS animation lets the window draw every animation frame anew, and
 * live spectra wait for their turn.
 */
export function useBlink(blinking: () => boolean): Readonly<Ref<boolean>> {
  const dim = ref(false)
  let timer: ReturnType<typeof setInterval> | undefined
  const end = (): void => {
    clearInterval(timer)
    dim.value = false
  }
  watch(
    blinking,
    (blinks) => {
      end()
      if (!blinks || matchMedia('(prefers-reduced-motion: reduce)').matches) return
      timer = setInterval(() => {
        dim.value = !dim.value
      }, HALF_PERIOD_MS)
    },
    { immediate: true },
  )
  onScopeDispose(end)
  return readonly(dim)
}
