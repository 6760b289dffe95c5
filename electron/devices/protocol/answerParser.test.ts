import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AnswerParser, type Answer } from './answerParser'
import { goldenFrame } from './goldenFrame'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))

function parse(...chunks: Uint8Array[]): Answer[] {
  const answers: Answer[] = []
  const parser = new AnswerParser((answer) => answers.push(answer))
  for (const chunk of chunks) parser.feed(chunk)
  return answers
}

/** What it says on the page: `#42116` begins a block of 2 116 bytes; `#10` is the empty one. */
const WIRE = join(
  ascii('Stokes,VM-785,VM0000002A,1.0\n'),
  ascii('#10\n'),
  ascii('#274'),
  goldenFrame,
  ascii('\n0;DISARMED;1\r\n'),
)
const ANSWERS: Answer[] = [
  { kind: 'line', text: 'Stokes,VM-785,VM0000002A,1.0' },
  { kind: 'block', payload: new Uint8Array(0) },
  { kind: 'block', payload: goldenFrame },
  { kind: 'line', text: '0;DISARMED;1' },
]

describe('AnswerParser', () => {
  it('reads lines and blocks', () => {
    expect(parse(WIRE)).toEqual(ANSWERS)
  })

  it('reads the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: WIRE.length })), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), WIRE.length]
        const chunks = places.slice(1).map((end, i) => WIRE.subarray(places[i], end))
        expect(parse(...chunks)).toEqual(ANSWERS)
      }),
    )
  })

  it('reads a block of any bytes of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (payload) => {
        const length = String(payload.length)
        expect(parse(join(ascii(`#${length.length}${length}`), payload, ascii('\n')))).toEqual([
          { kind: 'block', payload },
        ])
      }),
    )
  })

  it('survives any bytes, and reads what follows their line end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (noise) => {
        // A block head in the noise would swallow what follows: that is what the token is for.
        const harmless = noise.map((byte) => (byte === 0x23 ? 0 : byte))
        expect(parse(harmless, ascii('\n1.5\n')).at(-1)).toEqual({ kind: 'line', text: '1.5' })
      }),
    )
  })

  it.each([
    ['a byte that is no text', ascii('1\u00e9\n2\n')],
    ['a # that begins no block', ascii('#A\n2\n')],
    ['an indefinite block', ascii('#0abc\n2\n')],
    ['a length that is no number', ascii('#3 12\n2\n')],
    ['a length that no frame has', ascii('#9999999999\n2\n')],
    ['a block longer than its length', ascii('#13abcd\n2\n')],
  ])('tells %s as garbage, once', (_, bytes) => {
    const answers = parse(bytes)
    expect(answers.map(({ kind }) => kind)).toEqual(['garbage', 'line'])
  })

  it('holds no more than one line that never ends', () => {
    const answers = parse(...Array.from({ length: 200 }, () => ascii('x'.repeat(1000))))
    expect(answers).toEqual([{ kind: 'garbage', reason: 'a line of more than 65536 bytes' }])
  })

  it('finds a token in whatever comes before it, however the bytes are cut', () => {
    const token = 'abab-abac\n'
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 0, max: token.length }),
        fc.integer({ min: 0, max: 200 }),
        (noise, repeated, cut) => {
          // The start of the token stands before it: a search that begins anew after a mismatch would miss it.
          const wire = join(noise, ascii(token.slice(0, repeated)), ascii(token), ascii('0\n'))
          const answers: Answer[] = []
          let found = 0
          const parser = new AnswerParser((answer) => answers.push(answer))
          parser.feed(ascii('#42116half a frame'))
          parser.seek(token, () => (found += 1))
          parser.feed(wire.subarray(0, cut))
          parser.feed(wire.subarray(cut))
          expect(found).toBe(1)
          expect(answers.at(-1)).toEqual({ kind: 'line', text: '0' })
        },
      ),
    )
  })

  it('says what an answer that broke off lacks', () => {
    const parser = new AnswerParser(() => undefined)
    expect(parser.incomplete).toBeNull()
    parser.feed(ascii('#42116STK1'))
    expect(parser.incomplete).toBe('4 of 2116 bytes of a block')
  })
})
