const lineFeed = 0x0a
const space = 0x20
const capacity = 1024

/**
 * Cuts the bytes of the host into program messages. Holds one message of at most 1 024 bytes, whatever comes in.
 * Control characters are white space (IEEE 488.2, 7.4.1.2) and become spaces.
 */
export class MessageReader {
  readonly #buffer = Buffer.alloc(capacity)
  #length = 0
  #overrun = false

  /** @param onOverrun called once for a message that is too long, which is dropped to its LF. */
  constructor(
    private readonly onMessage: (message: string) => void,
    private readonly onOverrun: () => void,
  ) {}

  read(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === lineFeed) this.#endMessage()
      else if (this.#length < capacity) this.#buffer[this.#length++] = Math.max(byte, space)
      else if (!this.#overrun) {
        this.#overrun = true
        this.onOverrun()
      }
    }
  }

  /** Forgets a message that has begun. */
  clear(): void {
    this.#length = 0
    this.#overrun = false
  }

  #endMessage(): void {
    const message = this.#overrun ? '' : this.#buffer.toString('latin1', 0, this.#length)
    this.clear()
    if (message !== '') this.onMessage(message)
  }
}
