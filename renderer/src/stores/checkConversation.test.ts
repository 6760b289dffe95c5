import { describe, expect, it } from 'vitest'
import type { DailyCheckEvent, StepResult } from '../../../electron/contract/passport'
import { afterEvent, noCheck } from './checkConversation'

const started: DailyCheckEvent = {
  phase: 'started',
  serialNumber: 'SN-1',
  steps: [
    { step: 'dark', standard: 'dark', title: 'Dark' },
    { step: 'neon', standard: 'neon', title: 'Neon lamp' },
  ],
}
const place = (automatic: boolean): DailyCheckEvent => ({
  ...{ phase: 'place', step: 'neon', standard: 'neon', instruction: 'Switch it on.', laser: false },
  automatic,
})
const measuring: DailyCheckEvent = {
  ...{ phase: 'measuring', step: 'neon', recorded: 3, frames: 5, percent: 40, remainingMs: 9000 },
}
const result: StepResult = {
  ...{ step: 'neon', standard: 'neon', ok: false, says: false, reasons: [], figures: [] },
  ...{ integrationTimeMs: 200, accumulations: 5, darkFrames: 0, laserPowerMilliwatts: 0, instrumentMs: 1000 },
}
const measured = (waits: boolean): DailyCheckEvent => ({
  ...{ phase: 'measured', step: 'neon', result, spectrum: { intensities: [1], wavenumbers: [1] } },
  ...{ lines: [], waits },
})
const after = (...events: DailyCheckEvent[]) => events.reduce(afterEvent, noCheck)

describe('a daily check', () => {
  it('asks for a standard only where nothing puts it there by itself', () => {
    expect(after(started, place(false)).asks).toBe('place')
    expect(after(started, place(true)).asks).toBeNull()
    expect(after(started, place(false), measuring).asks).toBeNull()
  })

  it('asks what to do with a step that was refused, and shows what came of it', () => {
    const check = after(started, place(true), measuring, measured(true))
    expect(check.asks).toBe('repeat')
    expect(check.steps[1]!.measured?.result).toBe(result)
    expect(check.steps[0]!.measured).toBeNull()
  })

  it('counts from nothing when a step is repeated, and keeps how far the whole is', () => {
    const check = after(started, place(true), measuring, measured(true), place(true))
    expect(check.asks).toBeNull()
    expect(check.progress).toMatchObject({ recorded: 0, percent: 40 })
  })

  it('begins anew with the next check', () => {
    expect(after(started, measuring, measured(false), started).steps[1]!.measured).toBeNull()
  })
})
