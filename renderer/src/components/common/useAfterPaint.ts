import { onActivated, onDeactivated, onMounted, shallowRef, type Ref } from 'vue'

/**
 * False until what is shown now has been painted: for what may come one frame later, so that the rest comes sooner. What
 * Vue keeps while it is not shown begins anew each time.
 */
export function useAfterPaint(): Readonly<Ref<boolean>> {
  const painted = shallowRef(false)
  /** Counts how often it was shown: a frame that was asked for before does not count. */
  let shown = 0

  function wait(): void {
    const now = ++shown
    requestAnimationFrame(() => {
      // The frame that was asked for is painted when its callbacks are done.
      setTimeout(() => {
        if (now === shown) painted.value = true
      })
    })
  }

  onMounted(wait)
  onActivated(wait)
  onDeactivated(() => {
    shown++
    painted.value = false
  })
  return painted
}
