import { watchEffect, type Directive } from 'vue'
import type { Call } from '../../../electron/contract/permissions'
import type { TrustState } from '../../../electron/contract/trust'
import { refusalOf } from './refusalOf'

/** `v-allowed="'trust.sign'"`: greyed, and saying why, for whoever may not make this call. */
export type Allowed = Directive<HTMLElement, Call | undefined>

declare module 'vue' {
  interface GlobalDirectives {
    vAllowed: Allowed
  }
}

/** @param state who is signed in, as it changes */
export function allowedBy(state: () => TrustState | null): Allowed {
  const refused = new WeakMap<HTMLElement, string>()
  const watching = new WeakMap<HTMLElement, () => void>()

  // Whoever comes after somebody else begins with a window of their own: what was refused stays so.
  function show(element: HTMLElement): void {
    const why = refused.get(element)
    if (why === undefined) return
    element.title = why
    element.setAttribute('aria-disabled', 'true')
    if (element instanceof HTMLButtonElement) element.disabled = true
  }

  function hold(event: Event): void {
    if (!refused.has(event.currentTarget as HTMLElement)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  return {
    // Before anybody else hears of a click: a link cannot be disabled.
    created: (element) => {
      element.addEventListener('click', hold, { capture: true })
    },
    mounted: (element, { value }) => {
      const stop = watchEffect(() => {
        const why = value === undefined ? null : refusalOf(value, state())
        if (why === null) return
        refused.set(element, why)
        show(element)
      })
      watching.set(element, stop)
    },
    // What is bound to `disabled` is set anew with the rest.
    updated: show,
    unmounted: (element) => watching.get(element)?.(),
  }
}
