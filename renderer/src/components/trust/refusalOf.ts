import { permissionOf, type Call } from '../../../../electron/contract/permissions'
import type { TrustState } from '../../../../electron/contract/trust'
import { roleNames } from './roleNames'

/**
 * Why whoever is signed in may not make this call, to be told before they try; null where they may, and where nobody is asked.
 * The instrument process decides by the same table.
 */
export function refusalOf(call: Call, state: Pick<TrustState, 'accounts' | 'user'> | null): string | null {
  const permission = permissionOf(call.split('.'))
  if (!state?.accounts || !state.user || permission === null || permission === 'always') return null
  if (permission.includes(state.user.role)) return null
  const names = permission.map((role) => roleNames[role].toLowerCase())
  const who = names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)!}` : names[0]!
  return `For ${article(who)} ${who}; you are signed in as ${roleNames[state.user.role].toLowerCase()}.`
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? 'an' : 'a')
