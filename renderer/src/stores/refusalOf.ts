import { permissionOf, type Call } from '../../../electron/contract/permissions'
import type { TrustState } from '../../../electron/contract/trust'

/**
 * Why whoever is signed in may not make this call, to be told before they try; null where they may, and where nobody is asked.
 * The instrument process decides by the same table.
 */
export function refusalOf(call: Call, state: Pick<TrustState, 'accounts' | 'user'> | null): string | null {
  const permission = permissionOf(call.split('.'))
  if (!state?.accounts || !state.user || permission === null || permission === 'always') return null
  const { role } = state.user
  if (permission.includes(role)) return null
  const who = permission.length > 1 ? `${permission.slice(0, -1).join(', ')} or ` : ''
  const last = permission.at(-1)!
  return `For ${article(who || last)} ${who}${last}; you are signed in as ${role}.`
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? 'an' : 'a')
