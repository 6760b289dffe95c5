import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Lesson, TaughtMeasurement } from '../../../electron/contract/teaching'
import { instrument } from '../bridge/instrument'
import { useDeviceStore } from './device'
import { useSystemStore } from './system'

/** Faults of the virtual microscope, shown or asked for. */
export const useTeachingStore = defineStore('teaching', () => {
  const system = useSystemStore()
  const device = useDeviceStore()
  const lessons = shallowRef<Lesson[]>([])
  const measuring = ref(false)
  const measured = shallowRef<TaughtMeasurement | null>(null)
  /** What is measured is to be guessed. */
  const asking = ref(false)
  /** Id of the lesson that was guessed; null until then. */
  const guess = ref<string | null>(null)
  const score = ref({ right: 0, asked: 0 })

  const lesson = computed(() => lessons.value.find(({ id }) => id === measured.value?.lessonId) ?? null)
  const guessed = computed(() => lessons.value.find(({ id }) => id === guess.value) ?? null)
  /** The answer may be seen. */
  const revealed = computed(() => measured.value !== null && (!asking.value || guess.value !== null))

  async function refresh(): Promise<void> {
    lessons.value = (await system.attempt(() => instrument.teaching.lessons())) ?? []
  }

  async function measure(lessonId: string): Promise<void> {
    if (measuring.value) return
    measuring.value = true
    measured.value = null
    guess.value = null
    measured.value = (await system.attempt(() => instrument.teaching.measure({ lessonId }))) ?? null
    measuring.value = false
  }

  function show(lessonId: string): Promise<void> {
    asking.value = false
    return measure(lessonId)
  }

  /** Measures one that nobody is told; `random` gives a number from 0 to below 1. */
  function ask(random: () => number = Math.random): Promise<void> {
    const drawn = lessons.value[Math.floor(random() * lessons.value.length)]
    if (!drawn) return Promise.resolve()
    asking.value = true
    return measure(drawn.id)
  }

  function answer(lessonId: string): void {
    if (!asking.value || guess.value !== null || !measured.value) return
    guess.value = lessonId
    const right = lessonId === measured.value.lessonId ? 1 : 0
    score.value = { right: score.value.right + right, asked: score.value.asked + 1 }
  }

  watch(
    () => device.state.identity?.serialNumber,
    () => {
      measured.value = null
      void refresh()
    },
  )

  return {
    lessons,
    measuring,
    measured,
    asking,
    guess,
    guessed,
    score,
    lesson,
    revealed,
    refresh,
    show,
    ask,
    answer,
  }
})
