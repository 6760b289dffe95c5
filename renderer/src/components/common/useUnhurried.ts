import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'

/** What somebody reads, as it was a moment ago: taken at once, then not again for a while. For numbers that change faster than one can read them. */
export function useUnhurried<Value>(value: () => Value, everyMs = 200): Readonly<Ref<Value>> {
  const read = shallowRef(value())
  let resting: ReturnType<typeof setTimeout> | undefined

  function take(): void {
    if (resting !== undefined || Object.is(read.value, value())) return
    read.value = value()
    resting = setTimeout(() => {
      resting = undefined
      take()
    }, everyMs)
  }

  watch(value, take)
  onScopeDispose(() => {
    clearTimeout(resting)
  })
  return read
}
