import { describe, expect, it } from 'vitest'
import { parseUnit, splitOutsideQuotes } from './parseUnit'

describe('parseUnit', () => {
  it.each([
    ['*IDN?', '*IDN?', true],
    ['*rst', '*RST', false],
    [':sens:int:time?', 'SENS:INT:TIME?', true],
    ['SYSTem:ALLoff', 'SYSTEM:ALLOFF', false],
  ])('reads the header of %s', (text, header, isQuery) => {
    expect(parseUnit(text)).toEqual({ header, isQuery, parameters: [] })
  })

  it.each([
    ['100', 100],
    ['-60', -60],
    ['+1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1.25E-2', 0.0125],
  ])('reads the number %s', (text, value) => {
    expect(parseUnit(`INT ${text}`).parameters).toEqual([{ kind: 'number', value }])
  })

  it('reads several parameters with spaces around them', () => {
    expect(parseUnit('SIM:FAUL   crc , 3').parameters).toEqual([
      { kind: 'word', text: 'CRC' },
      { kind: 'number', value: 3 },
    ])
  })

  it('keeps what stands in quotes as it is', () => {
    expect(parseUnit('SYST:ECHO? "a, b; ""c"" D"').parameters).toEqual([
      { kind: 'string', text: 'a, b; "c" D' },
    ])
  })

  it.each([
    '123',
    '*',
    ':',
    'INT 1,',
    'INT ,1',
    'INT 1 2',
    'INT 100ms',
    'INT #H1F',
    'INT "open',
    'INT "a"b',
    'FETC?1',
    'INT é',
    'a?b',
    '"quoted"',
  ])('cannot read %s', (text) => {
    expect(() => parseUnit(text)).toThrow(expect.objectContaining({ number: -102 }))
  })
})

describe('splitOutsideQuotes', () => {
  it('splits and trims, but not within quotes', () => {
    expect(splitOutsideQuotes(' *CLS ;ECHO "a;b" ;; X', ';')).toEqual(['*CLS', 'ECHO "a;b"', '', 'X'])
  })
})
