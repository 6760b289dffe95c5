import { onMounted, shallowRef, type Ref } from 'vue'

/** False until what is mounted now has been painted: for what may come one frame later, so that the rest comes sooner. */
export function useAfterPaint(): Readonly<Ref<boolean>> {
  const painted = shallowRef(false)
  onMounted(() => {
    requestAnimationFrame(() => {
      // The frame that was asked for is painted when its callbacks are done.
      setTimeout(() => {
        painted.value = true
      })
    })
  })
  return painted
}
