import { describe, expect, it } from 'vitest'
import { roleSchema } from '../../../contract/trust'
import { requireAllowed } from '../trust/requireAllowed'

const allowed = (role: string, call: string, operatorId = 'own') => {
  const user = { id: 'a', name: 'Ada', operatorId: 'own', role } as never
  try {
    requireAllowed({ accounts: true, user }, ['reprocessing', call], { operatorId })
    return true
  } catch {
    return false
  }
}
const whoMay = (call: string) => roleSchema.options.filter((role) => allowed(role, call))

describe('batches', () => {
  it('are started, cancelled and resumed by researchers and administrators, under their own name', () => {
    for (const call of ['start', 'cancel', 'resume']) {
      expect(whoMay(call)).toEqual(['researcher', 'administrator'])
    }
    expect(allowed('researcher', 'start', 'somebody else')).toBe(false)
  })

  it('can be looked at by everybody, and leave as a file with who may take cases out', () => {
    expect(whoMay('outcome')).toEqual(roleSchema.options)
    expect(whoMay('csv')).toEqual(['clinician', 'researcher', 'administrator'])
  })
})
