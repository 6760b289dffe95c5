import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { ReadStream } from 'node:tty'

/** A host with nothing but the system's own calls: what a serial port gives a program that knows no driver. */
export class SimulatorHost {
  readonly #file: number
  readonly #stream: ReadStream
  #received = Buffer.alloc(0)
  #closed = false
  /** How the port ended, when it did. */
  failure: string | undefined

  constructor(port: string) {
    this.#file = openSync(port, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
    this.#stream = new ReadStream(this.#file)
    this.#stream.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes])
    })
    this.#stream.on('error', (error: NodeJS.ErrnoException) => {
      this.failure = error.code ?? error.message
    })
    this.#stream.on('end', () => {
      this.failure ??= 'end'
    })
  }

  send(message: string): void {
    const bytes = Buffer.from(`${message}\n`, 'latin1')
    if (writeSync(this.#file, bytes) !== bytes.length) throw new Error('The line is full.')
  }

  /** Bytes as they come, without an end: as much as the line takes of them at once. */
  push(bytes: Uint8Array): number {
    try {
      return writeSync(this.#file, bytes)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      return 0
    }
  }

  async ask(message: string): Promise<string> {
    this.send(message)
    return this.line()
  }

  async line(): Promise<string> {
    const bytes = await this.#until(() => {
      const end = this.#received.indexOf('\n')
      return end < 0 ? undefined : end + 1
    })
    return bytes.toString('latin1', 0, bytes.length - 1)
  }

  /** The payload of a definite-length block; its LF is read, too. */
  async block(): Promise<Buffer> {
    const digits = () => Number(this.#received.toString('latin1', 1, 2))
    const length = () => Number(this.#received.toString('latin1', 2, 2 + digits()))
    const bytes = await this.#until(() => {
      if (this.#received.length < 2 || this.#received.length < 2 + digits()) return undefined
      return 2 + digits() + length() + 1
    })
    if (bytes[0] !== 0x23) throw new Error(`No block: ${bytes.toString('latin1').slice(0, 40)}`)
    return bytes.subarray(
      -1 - Number(bytes.toString('latin1', 2, 2 + Number(String.fromCharCode(bytes[1]!)))),
      -1,
    )
  }

  /** What came within so many milliseconds. */
  async hear(ms: number): Promise<Buffer> {
    await sleep(ms)
    return this.#take(this.#received.length)
  }

  /** Stops and starts reading: a host that is busy. */
  pause(): void {
    this.#stream.pause()
  }

  resume(): void {
    this.#stream.resume()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    // libuv opens a terminal once more for its stream, so there are two descriptors.
    this.#stream.destroy()
    closeSync(this.#file)
  }

  async #until(length: () => number | undefined): Promise<Buffer> {
    const deadline = performance.now() + 10_000
    for (;;) {
      const wanted = length()
      if (wanted !== undefined && this.#received.length >= wanted) return this.#take(wanted)
      if (this.failure) throw new Error(`The port ended: ${this.failure}`)
      if (performance.now() > deadline)
        throw new Error(`No answer, but ${JSON.stringify(this.#received.toString('latin1').slice(0, 80))}`)
      await sleep(1)
    }
  }

  #take(length: number): Buffer {
    const bytes = this.#received.subarray(0, length)
    this.#received = this.#received.subarray(length)
    return bytes
  }
}
