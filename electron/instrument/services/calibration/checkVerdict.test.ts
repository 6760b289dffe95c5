import { describe, expect, it } from 'vitest'
import { saysNothing, verdictOf } from './checkVerdict'
import { aFit, aKeptPassport, aStep, checked, reasonOf } from './fixtures'
import { noFindings } from './findings'

const found = (rmsPixels: number, lines?: number) =>
  checked({ findings: { ...noFindings, wavelength: aFit(rmsPixels, lines) } })
const inForce = (rmsPixels: number, lines?: number) => aKeptPassport({ wavelength: aFit(rmsPixels, lines) })

describe('verdictOf', () => {
  it('passes what has nothing against it', () => {
    expect(verdictOf(found(0.02), null)).toEqual({ verdict: 'pass', reasons: [] })
    expect(verdictOf(found(0.02), inForce(0.01))).toEqual({ verdict: 'pass', reasons: [] })
  })

  it('fails an instrument that was well measured and is not as it has to be', () => {
    const wide = checked({
      steps: [aStep('neon', [reasonOf('resolution')]), aStep('shift', [reasonOf('offset')])],
    })
    expect(verdictOf(wide, null)).toEqual({
      verdict: 'fail',
      reasons: [reasonOf('resolution'), reasonOf('offset')],
    })
  })

  it('refuses what says nothing of the instrument', () => {
    const lamp = checked({ refused: [reasonOf('wrongLamp')] })
    expect(verdictOf(lamp, inForce(0.01))).toEqual({ verdict: 'refused', reasons: [reasonOf('wrongLamp')] })
  })

  it.each([
    [0.03, 0.01, 'pass'],
    [0.06, 0.01, 'refused'],
    [0.06, 0.04, 'pass'],
    [0.09, 0.04, 'refused'],
  ])('a fit of %s px after one of %s px: %s', (rms, before, verdict) => {
    expect(verdictOf(found(rms), inForce(before)).verdict).toBe(verdict)
  })

  it('refuses a fit of far fewer lines, with both numbers', () => {
    expect(verdictOf(found(0.01, 11), inForce(0.01, 20))).toMatchObject({
      verdict: 'refused',
      reasons: [{ code: 'worse', message: 'The new fit has 11 lines; the one in force has 20.' }],
    })
    expect(verdictOf(found(0.01, 12), inForce(0.01, 20)).verdict).toBe('pass')
  })
})

it('a residual tells of how a lamp was measured, and of the axis where it is of bands', () => {
  expect(saysNothing('neon', 'residual')).toBe(true)
  expect(saysNothing('shift', 'residual')).toBe(false)
})
