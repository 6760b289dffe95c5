import { describe, expect, it } from 'vitest'
import { ScpiError } from './scpiError'
import { Status } from './status'
import { StatusRegister } from './statusRegister'

describe('StatusRegister', () => {
  it('latches what rises, and forgets it when it is read', () => {
    const register = new StatusRegister()
    register.update(0b110)
    register.update(0b010)
    expect(register.condition).toBe(0b010)
    expect(register.readEvent()).toBe(0b110)
    expect(register.readEvent()).toBe(0)
    register.update(0b010)
    expect(register.readEvent()).toBe(0)
  })

  it('sums up only what is enabled', () => {
    const register = new StatusRegister()
    register.enable = 0b100
    register.update(0b010)
    expect(register.summary).toBe(false)
    register.update(0b100)
    expect(register.summary).toBe(true)
  })
})

describe('Status', () => {
  it('begins with power on', () => {
    const status = new Status()
    expect(status.readStandardEvent()).toBe(128)
    expect(status.readStandardEvent()).toBe(0)
  })

  it.each([
    [-113, 32],
    [-222, 16],
    [-350, 8],
    [-430, 4],
    [105, 8],
  ] as const)('error %i sets standard event %i and error available', (number, bit) => {
    const status = new Status()
    status.clear()
    status.report(new ScpiError(number))
    expect(status.statusByte).toBe(4)
    expect(status.readStandardEvent()).toBe(bit)
  })

  it('sums up in the status byte', () => {
    const status = new Status()
    status.clear()
    status.standardEnable = 32
    status.operation.enable = 1
    status.questionable.enable = 1
    status.operation.update(1)
    status.questionable.update(1)
    status.report(new ScpiError(-113))
    expect(status.statusByte).toBe(4 + 8 + 32 + 128)
    status.serviceRequestEnable = 128
    expect(status.statusByte).toBe(4 + 8 + 32 + 64 + 128)
    status.clear()
    expect(status.statusByte).toBe(0)
  })

  it('keeps 32 errors, the last of which is -350 when there were more', () => {
    const { errors } = new Status()
    for (let i = 0; i < 40; i++) errors.push(new ScpiError(-222, String(i)))
    expect(errors.count).toBe(32)
    const all = errors.all()
    expect(all).toMatch(/^-222,"Data out of range;0",/)
    expect(all).toMatch(/-222,"Data out of range;30",-350,"Queue overflow"$/)
    expect(errors.next()).toBe('0,"No error"')
  })
})
