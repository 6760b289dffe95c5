import { describe, expect, it } from 'vitest'
import { CommandTree, spellings } from './commandTree'

describe('spellings', () => {
  it('writes out short and long forms and what may be left out', () => {
    expect(new Set(spellings('[SENSe:]INTegration[:TIME]?'))).toEqual(
      new Set([
        'INT?',
        'INTEGRATION?',
        'INT:TIME?',
        'INTEGRATION:TIME?',
        'SENS:INT?',
        'SENSE:INT?',
        'SENS:INTEGRATION?',
        'SENSE:INTEGRATION?',
        'SENS:INT:TIME?',
        'SENSE:INT:TIME?',
        'SENS:INTEGRATION:TIME?',
        'SENSE:INTEGRATION:TIME?',
      ]),
    )
  })

  it('knows no form between the short and the long one', () => {
    expect(spellings('SYSTem:HEARtbeat')).not.toContain('SYSTE:HEAR')
  })

  it('leaves common commands alone', () => {
    expect(spellings('*IDN?')).toEqual(['*IDN?'])
  })
})

describe('CommandTree', () => {
  it('refuses two commands that could be confused', () => {
    const nothing = () => undefined
    expect(() => new CommandTree({ 'INTegration?': nothing }, { 'INTerlock?': nothing })).toThrow(
      'INT? is taken',
    )
  })
})
