import { describe, expect, it } from 'vitest'
import { MessageReader } from './messageReader'

function reading() {
  const messages: string[] = []
  let overruns = 0
  const reader = new MessageReader(
    (message) => messages.push(message),
    () => overruns++,
  )
  return {
    messages,
    read: (text: string) => {
      reader.read(Buffer.from(text, 'latin1'))
    },
    overruns: () => overruns,
    reader,
  }
}

describe('MessageReader', () => {
  it('ends a message at LF, however the bytes arrive', () => {
    const { messages, read } = reading()
    for (const character of '*IDN?\nSYST:ERR?\n') read(character)
    expect(messages).toEqual(['*IDN?', 'SYST:ERR?'])
  })

  it('makes white space of control characters, CR too', () => {
    const { messages, read } = reading()
    read('INT\t100\r\n')
    expect(messages).toEqual(['INT 100 '])
  })

  it('takes 1024 bytes before the LF', () => {
    const { messages, overruns, read } = reading()
    read('x'.repeat(1024) + '\n')
    expect(messages).toEqual(['x'.repeat(1024)])
    expect(overruns()).toBe(0)
  })

  it('drops a longer message to its LF and says so once', () => {
    const { messages, overruns, read } = reading()
    read('x'.repeat(3000))
    expect(overruns()).toBe(1)
    read('y\n*CLS\n')
    expect(messages).toEqual(['*CLS'])
    expect(overruns()).toBe(1)
  })

  it('forgets a message that has begun', () => {
    const { messages, read, reader } = reading()
    read('SYST:A')
    reader.clear()
    read('*CLS\n')
    expect(messages).toEqual(['*CLS'])
  })
})
