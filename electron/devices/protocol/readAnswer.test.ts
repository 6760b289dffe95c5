import { describe, expect, it } from 'vitest'
import { encodeMessages, quoted } from './programMessage'
import {
  readBoolean,
  readFields,
  readInstrumentMessage,
  readNumber,
  readWord,
  splitFields,
} from './readAnswer'

describe('answers', () => {
  it('splits outside of quotes', () => {
    expect(splitFields('"a,b",c,', ',')).toEqual(['"a,b"', 'c', ''])
    expect(readFields('0;"x;y"', ';', 'first', 'second')).toEqual({ first: '0', second: '"x;y"' })
    expect(() => readFields('1;2;3', ';', 'first', 'second')).toThrow('2 values (first, second)')
  })

  it.each(['1', '-60.0', '+.5', '8.3e+2', '785.012345'])('reads the number %s', (text) => {
    expect(readNumber(text)).toBe(Number(text))
  })

  it.each(['', ' ', '1,5', '0x10', 'Infinity', 'NaN', '1 2', '9.91E37V'])(
    'refuses the number "%s"',
    (text) => {
      expect(() => readNumber(text)).toThrow(expect.objectContaining({ code: 'device.garbled' }))
    },
  )

  it('reads words in the short and the long form', () => {
    expect(readWord('CLOS', 'OPEN', 'CLOSed')).toBe('CLOSed')
    expect(readWord('closed', 'OPEN', 'CLOSed')).toBe('CLOSed')
    expect(() => readWord('CLO', 'OPEN', 'CLOSed')).toThrow('OPEN or CLOSed')
  })

  it('reads booleans and error messages', () => {
    expect(readBoolean('1')).toBe(true)
    expect(() => readBoolean('ON')).toThrow('0 or 1')
    expect(readInstrumentMessage('-222,"Data out of range;integration 0 ms is not in 1..60000"')).toEqual({
      number: -222,
      text: 'Data out of range;integration 0 ms is not in 1..60000',
    })
    expect(() => readInstrumentMessage('No error')).toThrow('a number and a text')
  })
})

describe('program messages', () => {
  it('end with LF each, with quotes doubled', () => {
    expect(Buffer.from(encodeMessages('', '*CLS', `SIM:SAMP ${quoted('a "b"')}`)).toString()).toBe(
      '\n*CLS\nSIM:SAMP "a ""b"""\n',
    )
  })
})
