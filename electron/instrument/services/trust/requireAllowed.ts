import { StokesError } from '../../../contract/errors'
import type { TrustState } from '../../../contract/trust'
import { permissionOf } from '../../../contract/permissions'

/**
 * Whether this call is allowed now.
 * @throws StokesError `trust.locked` while nobody is signed in, `trust.refused` for a role that may not, or under another name
 */
export function requireAllowed(
  { accounts, user }: Pick<TrustState, 'accounts' | 'user'>,
  path: readonly string[],
  input: unknown,
): void {
  if (!accounts) return
  const permission = permissionOf(path)
  if (permission === 'always') return
  if (!user) {
    throw new StokesError('trust.locked', 'Stokes is locked: nobody is signed in.', {
      tip: 'Sign in, then try again.',
    })
  }
  if (!permission?.includes(user.role)) {
    throw new StokesError(
      'trust.refused',
      `${user.name} is signed in as ${user.role}, who may not do this.`,
      {
        tip: permission ? `Ask a ${permission.join(' or ')}.` : 'Ask an administrator.',
        details: { path: path.join('.'), role: user.role },
      },
    )
  }
  const named = operatorsIn(input)
  if (named.every((id) => id === user.operatorId) && isNamed(input, user.name)) return
  throw new StokesError('trust.refused', `${user.name} is signed in and cannot act for somebody else.`, {
    tip: 'Let the other person sign in.',
  })
}

/** Files are imported under a name. */
function isNamed(input: unknown, name: string): boolean {
  const { operatorName = name } = (input ?? {}) as { operatorName?: unknown }
  return operatorName === name
}

/** Under whose name something is to be done; calls name it at the top, or in the authorisation of a laser. */
function operatorsIn(input: unknown): string[] {
  if (typeof input !== 'object' || input === null) return []
  const { operatorId, authorisation, laser } = input as Record<string, unknown>
  return [
    ...(typeof operatorId === 'string' ? [operatorId] : []),
    ...operatorsIn(authorisation),
    ...operatorsIn(laser),
  ]
}
