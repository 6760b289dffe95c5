import { ref, shallowRef, watch } from 'vue'
import type { Problem } from '../../../electron/contract/errors'
import type { SaliencyTrust } from '../../../electron/contract/saliency'
import type { Outcome } from '../stores/outcomeOf'

/**
 * Whether a map can be believed, when somebody asks: it takes seconds. What was found of another map is forgotten.
 * @param subject what is mapped, as a text
 */
export function useMapCheck(subject: () => string | null, ask: () => Promise<Outcome<SaliencyTrust | null>>) {
  const checking = ref(false)
  const trust = shallowRef<SaliencyTrust | null>(null)
  const problem = shallowRef<Problem | null>(null)

  watch(subject, () => {
    checking.value = false
    trust.value = problem.value = null
  })

  async function check(): Promise<void> {
    const of = subject()
    checking.value = true
    const outcome = await ask()
    if (subject() !== of) return
    checking.value = false
    trust.value = outcome.value
    problem.value = outcome.problem
  }

  return { checking, trust, problem, check }
}
