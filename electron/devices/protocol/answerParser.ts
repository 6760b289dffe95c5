/** One response message: a line of ASCII without its end, the payload of a definite-length block, or neither. */
export type Answer =
  | { kind: 'line'; text: string }
  | { kind: 'block'; payload: Uint8Array }
  | { kind: 'garbage'; reason: string }

/** Bounds of what one answer may hold. The longest block is a frame of 65 535 pixels with the longest header. */
const LONGEST_LINE = 65_536
const LONGEST_BLOCK = 4 + 65_535 + 2 * 65_535

const LF = 0x0a
const CR = 0x0d
const TAB = 0x09
const HASH = 0x23
const ZERO = 0x30

const encoder = new TextEncoder()
const decoder = new TextDecoder()

type Part = 'start' | 'line' | 'digits' | 'length' | 'payload' | 'end' | 'skip' | 'seek'

/**
 * Bytes from the instrument, in whatever pieces they come, to response messages. What cannot be one is told as garbage once
 * and skipped to its LF. Memory is bounded by one answer.
 */
export class AnswerParser {
  private part: Part = 'start'
  private readonly line = new Uint8Array(LONGEST_LINE)
  private filled = 0
  private payload = new Uint8Array(0)
  private digitsLeft = 0
  private blockLength = 0
  private marker = new Uint8Array(0)
  private found: () => void = () => undefined

  constructor(private readonly onAnswer: (answer: Answer) => void) {}

  /** What has come of an answer that is not complete, for messages; null between answers. */
  get incomplete(): string | null {
    if (this.part === 'payload') return `${this.filled} of ${this.payload.length} bytes of a block`
    if (this.part === 'line') return `${this.filled} characters without a line end`
    return this.part === 'start' || this.part === 'skip' || this.part === 'seek'
      ? null
      : 'the head of a block'
  }

  /** Throws away every byte up to and including `marker`, whatever it belonged to, and starts afresh behind it. */
  seek(marker: string, found: () => void): void {
    this.marker = encoder.encode(marker)
    this.found = found
    this.filled = 0
    this.part = 'seek'
  }

  feed(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) at = this.take(chunk, at)
  }

  /** Takes at least one byte from `at` on; returns where the next one lies. */
  private take(chunk: Uint8Array, at: number): number {
    switch (this.part) {
      case 'start':
        return this.takeStart(chunk[at]!, at)
      case 'line':
        return this.takeLine(chunk, at)
      case 'digits':
        return this.takeDigits(chunk[at]!, at)
      case 'length':
        return this.takeLength(chunk[at]!, at)
      case 'payload':
        return this.takePayload(chunk, at)
      case 'end':
        return this.takeEnd(chunk[at]!, at)
      case 'skip':
        return this.skipLine(chunk, at)
      case 'seek':
        return this.seekMarker(chunk[at]!, at)
    }
  }

  private takeStart(byte: number, at: number): number {
    this.filled = 0
    this.part = byte === HASH ? 'digits' : 'line'
    return byte === HASH ? at + 1 : at
  }

  private takeLine(chunk: Uint8Array, at: number): number {
    for (; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (byte === LF) {
        this.part = 'start'
        const { line, filled } = this
        const end = filled > 0 && line[filled - 1] === CR ? filled - 1 : filled
        // A CR or an empty message between answers says nothing.
        if (end > 0) this.onAnswer({ kind: 'line', text: decoder.decode(line.subarray(0, end)) })
        return at + 1
      }
      if (!isText(byte)) return this.refuse(`the byte 0x${byte.toString(16)} in a line`, at)
      if (this.filled === LONGEST_LINE) return this.refuse(`a line of more than ${LONGEST_LINE} bytes`, at)
      this.line[this.filled++] = byte
    }
    return at
  }

  private takeDigits(byte: number, at: number): number {
    this.digitsLeft = byte - ZERO
    this.blockLength = 0
    if (this.digitsLeft < 1 || this.digitsLeft > 9) return this.refuse('a # that begins no block', at)
    this.part = 'length'
    return at + 1
  }

  private takeLength(byte: number, at: number): number {
    const digit = byte - ZERO
    if (digit < 0 || digit > 9) return this.refuse('a block length that is no number', at)
    this.blockLength = this.blockLength * 10 + digit
    if (this.blockLength > LONGEST_BLOCK)
      return this.refuse(`a block of more than ${LONGEST_BLOCK} bytes`, at)
    this.digitsLeft -= 1
    if (this.digitsLeft === 0) {
      this.payload = new Uint8Array(this.blockLength)
      this.part = this.blockLength === 0 ? 'end' : 'payload'
    }
    return at + 1
  }

  private takePayload(chunk: Uint8Array, at: number): number {
    const size = Math.min(chunk.length - at, this.payload.length - this.filled)
    this.payload.set(chunk.subarray(at, at + size), this.filled)
    this.filled += size
    if (this.filled === this.payload.length) this.part = 'end'
    return at + size
  }

  private takeEnd(byte: number, at: number): number {
    if (byte === CR) return at + 1
    if (byte !== LF) return this.refuse('a block that is longer than its length', at)
    this.part = 'start'
    this.onAnswer({ kind: 'block', payload: this.payload })
    return at + 1
  }

  private skipLine(chunk: Uint8Array, at: number): number {
    const end = chunk.indexOf(LF, at)
    if (end < 0) return chunk.length
    this.part = 'start'
    return end + 1
  }

  private refuse(reason: string, at: number): number {
    this.part = 'skip'
    this.onAnswer({ kind: 'garbage', reason })
    return at
  }

  /** A match that fails may hold the start of another: the longest one is looked up in the marker itself. */
  private seekMarker(byte: number, at: number): number {
    const { marker } = this
    while (this.filled > 0 && marker[this.filled] !== byte) this.filled = longestBorder(marker, this.filled)
    if (marker[this.filled] === byte) this.filled += 1
    if (this.filled === marker.length) {
      this.part = 'start'
      this.found()
    }
    return at + 1
  }
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === CR || byte === TAB
}

/** Length of the longest true prefix of the first `length` bytes of `marker` that also ends them. */
function longestBorder(marker: Uint8Array, length: number): number {
  for (let border = length - 1; border > 0; border--) {
    let i = 0
    while (i < border && marker[i] === marker[length - border + i]) i++
    if (i === border) return border
  }
  return 0
}
