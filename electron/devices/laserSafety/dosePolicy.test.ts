import fc from 'fast-check'
import { expect, it } from 'vitest'
import { doseLimit, requireDosePolicy, WHOLE_LIMIT } from './dosePolicy'
import { skinLimit } from './skinLimit'

const refused = expect.objectContaining({ code: 'laser.policyRefused' }) as Error
const read = (fraction: unknown, joulesPerSquareCentimetre: unknown) =>
  requireDosePolicy({ fraction, joulesPerSquareCentimetre })

it.each([
  ['no number', 'half'],
  ['not a number', NaN],
  ['a number in words', '0.5'],
  ['negative', -0.1],
  ['nothing', 0],
  ['above the limit', 1.0001],
  ['without end', Infinity],
  ['missing', undefined],
])('refuses a fraction that is %s', (_name, fraction) => {
  expect(() => read(fraction, null)).toThrow(refused)
})

it.each([NaN, -1, 0, '2', Infinity, 6001, undefined])('refuses %s J/cm2', (own) => {
  expect(() => read(1, own)).toThrow(refused)
})

it('takes what is stricter', () => {
  expect(read(0.5, null)).toEqual({ fraction: 0.5, joulesPerSquareCentimetre: null })
  expect(read(1, 1.2)).toEqual({ fraction: 1, joulesPerSquareCentimetre: 1.2 })
})

it('never allows more than the limit, whatever the policy', () => {
  const number = fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }), fc.constant(null))
  fc.assert(
    fc.property(
      number,
      number,
      fc.double({ min: 0.001, max: 3e4, noNaN: true }),
      (fraction, own, seconds) => {
        let policy = WHOLE_LIMIT
        try {
          policy = read(fraction, own)
        } catch {
          // The old one stays in force.
        }
        expect(doseLimit(policy, 785)(seconds)).toBeLessThanOrEqual(skinLimit(seconds, 785))
        expect(doseLimit(policy, 785)(seconds)).toBeGreaterThanOrEqual(0)
      },
    ),
  )
})
