import { describe, expect, it } from 'vitest'
import {
  duration,
  grouped,
  interval,
  percent,
  scientific,
  signed,
  wavenumberInterval,
  withUnit,
} from './numbers'

/** With plain spaces, to read the expectations. */
const plain = (text: string) => text.replaceAll('\u202f', ' ')

describe('grouped', () => {
  it.each([
    [0, 0, '0'],
    [999, 0, '999'],
    [12_000, 0, '12 000'],
    [1_234_567.891, 2, '1 234 567.89'],
    [-1234.5, 1, '−1 234.5'],
    [-0.001, 1, '0.0'],
  ])('%d with %d decimals', (value, decimals, text) => {
    expect(plain(grouped(value, decimals))).toBe(text)
  })
})

describe('percent', () => {
  it.each([
    [0, '0 %'],
    [0.784, '78 %'],
    [1, '100 %'],
  ])('%d', (fraction, text) => {
    expect(plain(percent(fraction))).toBe(text)
  })

  it('never rounds to a certainty', () => {
    expect(plain(percent(0.004))).toBe('< 1 %')
    expect(plain(percent(0.998))).toBe('> 99 %')
    expect(plain(percent(0.9996, 1))).toBe('> 99.9 %')
  })
})

describe('duration', () => {
  it.each([
    [0, '0 ms'],
    [-5, '0 ms'],
    [400, '400 ms'],
    [6000, '6 s'],
    [65_000, '1 min 05 s'],
    [119_900, '2 min 00 s'],
  ])('%d ms', (milliseconds, text) => {
    expect(plain(duration(milliseconds))).toBe(text)
  })
})

it('puts a unit behind a narrow space that does not break', () => {
  expect(withUnit(1000, 'ms')).toBe('1\u202f000\u202fms')
})

it('shows the sign of a difference', () => {
  expect([signed(0.42), signed(-0.04), signed(0)]).toEqual(['+0.42', '−0.04', '0.00'])
})

it('writes an interval once where its ends are the same', () => {
  expect(plain(interval(891.2, 890.9))).toBe('891')
  expect(plain(wavenumberInterval(1295.4, 1306))).toBe('1 295–1 306 cm⁻¹')
})

it('writes very small numbers with a power of ten', () => {
  expect([scientific(0), scientific(1.23e-7), scientific(4e12)].map(plain)).toEqual([
    '0',
    '1.2 × 10⁻⁷',
    '4.0 × 10¹²',
  ])
})
