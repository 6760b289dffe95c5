import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GET, getEepromPage, setRequests } from './requests'

const bytes = (data: Uint8Array) => Array.from(data)

describe('requests that set', () => {
  const fx2 = setRequests('fx2')
  const arm = setRequests('arm')

  it('put opcode and value where the maker has them', () => {
    expect(fx2.acquire()).toEqual({ setup: { request: 0xad, value: 0, index: 0 }, data: new Uint8Array(0) })
    expect(fx2.laserEnable(true).setup).toEqual({ request: 0xbe, value: 1, index: 0 })
    expect(fx2.laserEnable(false).setup).toEqual({ request: 0xbe, value: 0, index: 0 })
    expect(fx2.coolerSetpoint(0xabc).setup).toEqual({ request: 0xd8, value: 0xabc, index: 0 })
  })

  it('splits an integration time of 24 bits', () => {
    expect(fx2.integrationTime(100_000).setup).toEqual({ request: 0xb2, value: 0x86a0, index: 1 })
    expect(fx2.integrationTime(0xff_ffff).setup).toEqual({ request: 0xb2, value: 0xffff, index: 0xff })
    for (const wrong of [0, 0x100_0000, 1.5, NaN, -1])
      expect(() => fx2.integrationTime(wrong)).toThrow(RangeError)
  })

  it('splits modulation over value, index and an 8-byte payload, on both boards', () => {
    for (const set of [fx2, arm]) {
      const { setup, data } = set.modulationWidth(0x12_3456_789a)
      expect(setup).toEqual({ request: 0xdb, value: 0x789a, index: 0x3456 })
      expect(bytes(data)).toEqual([0x12, 0, 0, 0, 0, 0, 0, 0])
      expect(set.modulationPeriod(1000)).toEqual({
        setup: { request: 0xc7, value: 1000, index: 0 },
        data: new Uint8Array(8),
      })
      expect(() => set.modulationPeriod(2 ** 40)).toThrow(RangeError)
    }
  })

  it('gives ARM its eight bytes, and FX2 none', () => {
    expect(bytes(arm.acquire().data)).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect(bytes(fx2.acquire().data)).toEqual([])
    expect(arm.watchdog(7)).toEqual({
      setup: { request: 0xff, value: 0x18, index: 7 },
      data: new Uint8Array(8),
    })
  })

  it('cannot say what would harm an instrument, whatever it is given', () => {
    const forbidden = ({ request, value }: { request: number; value: number }) =>
      [0xfe, 0xb5, 0xa2].includes(request) || (request === 0xff && value === 0x02)
    fc.assert(
      fc.property(
        fc.constantFrom(fx2, arm),
        fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.maxSafeNat(), fc.boolean(), fc.double()),
        (set, given) => {
          for (const encode of Object.values(set) as ((given: unknown) => {
            setup: { request: number; value: number }
          })[]) {
            try {
              expect(forbidden(encode(given).setup)).toBe(false)
            } catch (error) {
              expect(error).toBeInstanceOf(RangeError)
            }
          }
        },
      ),
      { numRuns: 500 },
    )
    for (const { setup } of Object.values(GET)) expect(forbidden(setup)).toBe(false)
    for (let page = 0; page < 64; page++) expect(forbidden(getEepromPage(page).setup)).toBe(false)
  })
})

it('requests that read name the second tier in their value', () => {
  expect(GET.isLaserFiring.setup).toEqual({ request: 0xff, value: 0x0d, index: 0 })
  expect(GET.watchdog.setup).toEqual({ request: 0xff, value: 0x17, index: 0 })
  expect(getEepromPage(3)).toEqual({
    setup: { request: 0xff, value: 0x01, index: 3 },
    length: 64,
    expected: 64,
  })
  expect(GET.adc).toMatchObject({ length: 2, expected: 2 })
})
