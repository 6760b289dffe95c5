const PACKET_BYTES = 512

interface Reader {
  length: number
  resolve: (bytes: Uint8Array) => void
  reject: (cause: Error) => void
}

/**
 * A bulk endpoint: packets wait until they are read. A read ends when it is full or a packet shorter than 512 bytes came; one that
 * is given up loses what it had.
 */
export class EmulatedEndpoint {
  private packets: Uint8Array[] = []
  private gathered: Uint8Array[] = []
  private reader: Reader | null = null
  stalled = false

  /** What the instrument sends, in packets. */
  send(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PACKET_BYTES)
      this.packets.push(bytes.slice(at, at + PACKET_BYTES))
    this.serve()
  }

  read(length: number, timeoutMs: number): Promise<Uint8Array> {
    if (this.stalled) return Promise.reject(new Error('transferIn error: Stall'))
    if (this.reader) return Promise.reject(new Error('transferIn error: endpoint not found'))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.end((reader) => {
          reader.reject(new Error('transferIn error: Cancelled'))
        })
      }, timeoutMs)
      this.reader = {
        length,
        resolve: (bytes) => {
          clearTimeout(timer)
          resolve(bytes)
        },
        reject: (cause) => {
          clearTimeout(timer)
          reject(cause)
        },
      }
      this.serve()
    })
  }

  stall(): void {
    this.stalled = true
    this.end((reader) => {
      reader.reject(new Error('transferIn error: Stall'))
    })
  }

  unplug(): void {
    this.packets = []
    this.end((reader) => {
      reader.reject(new Error('transferIn error: Disconnected'))
    })
  }

  private serve(): void {
    const { reader } = this
    if (!reader) return
    for (;;) {
      const packet = this.packets.shift()
      if (!packet) return
      this.gathered.push(packet)
      const gathered = this.gathered.reduce((sum, { length }) => sum + length, 0)
      if (gathered < reader.length && packet.length === PACKET_BYTES) continue
      const bytes = Buffer.concat(this.gathered)
      this.end(() => {
        // A read asks for whole packets; the library cuts off what is over.
        reader.resolve(new Uint8Array(bytes.subarray(0, reader.length)))
      })
      return
    }
  }

  private end(outcome: (reader: Reader) => void): void {
    const { reader } = this
    this.reader = null
    this.gathered = []
    if (reader) outcome(reader)
  }
}
