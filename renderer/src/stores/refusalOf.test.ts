import { describe, expect, it } from 'vitest'
import type { Role, User } from '../../../electron/contract/trust'
import { refusalOf } from './refusalOf'

const as = (role: Role) => ({ accounts: true, user: { role } as User })

describe('what one may not do is told before it is tried', () => {
  it('with the roles that may', () => {
    expect(refusalOf('trust.sign', as('technician'))).toBe(
      'For a clinician or administrator; you are signed in as technician.',
    )
    expect(refusalOf('safety.encrypt', as('clinician'))).toBe(
      'For an administrator; you are signed in as clinician.',
    )
  })

  it('and nothing where one may, or nobody is asked', () => {
    expect(refusalOf('trust.sign', as('clinician'))).toBeNull()
    expect(refusalOf('device.stopLaser', as('researcher'))).toBeNull()
    expect(refusalOf('safety.encrypt', { accounts: false, user: null })).toBeNull()
    expect(refusalOf('safety.encrypt', null)).toBeNull()
  })
})
