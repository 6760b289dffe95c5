import { ref, shallowRef, watch } from 'vue'
import type { Problem } from '../../../electron/contract/errors'
import type { Outcome } from '../stores/outcomeOf'

/**
 * What takes seconds to find out, when somebody asks for it. What was found of another subject is forgotten.
 * @param subject what the question is about, as a text
 */
export function useAsked<Found>(
  subject: () => string | null,
  question: () => Promise<Outcome<Found | null>>,
) {
  const asking = ref(false)
  const found = shallowRef<Found | null>(null)
  const problem = shallowRef<Problem | null>(null)

  watch(subject, () => {
    asking.value = false
    found.value = problem.value = null
  })

  async function ask(): Promise<void> {
    const of = subject()
    asking.value = true
    const outcome = await question()
    if (subject() !== of) return
    asking.value = false
    found.value = outcome.value
    problem.value = outcome.problem
  }

  return { asking, found, problem, ask }
}
