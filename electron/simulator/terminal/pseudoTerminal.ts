import { execFile } from 'node:child_process'
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ReadStream } from 'node:tty'
import { promisify } from 'node:util'

/** The part of @lydell/node-pty's addon that opens a pseudo-terminal without a process in it, which its own API does not. */
interface Addon {
  open(columns: number, rows: number): { master: number; slave: number; pty: string }
}

const retryWriteMs = 2
const retryHoldMs = 250

interface Listener {
  onBytes(bytes: Uint8Array): void
  /** The host closed its end. */
  onHangUp(): void
}

/**
 * A pseudo-terminal in raw mode, of which the host opens `path`. It stays when a host closes it, for the next one.
 *
 * Linux tells the master that the slave is closed by failing its reads with EIO, again and again until someone opens it.
 * So, while no host is known, this program holds the slave open itself. It lets go at the first bytes of a host, and
 * from then on EIO means that the host has gone.
 */
export class PseudoTerminal {
  readonly path: string
  readonly #master: number
  #held: number | undefined
  #stream: MasterStream | undefined
  #queue: Uint8Array[] = []
  #backlog = 0
  #retry: NodeJS.Timeout | undefined
  #closed = false

  /** @throws where there are no pseudo-terminals (Windows), with what is missing */
  static async open(listener: Listener): Promise<PseudoTerminal> {
    const { requireBinary } = createRequire(import.meta.url)('@lydell/node-pty/requireBinary.js') as {
      requireBinary: (file: string) => Addon
    }
    const { master, slave, pty } = requireBinary('pty.node').open(80, 25)
    const device = process.platform === 'darwin' ? '-f' : '-F'
    await promisify(execFile)('stty', [device, pty, 'raw', '-echo', '-hupcl'])
    return new PseudoTerminal(pty, master, slave, listener)
  }

  private constructor(
    path: string,
    master: number,
    slave: number,
    private readonly listener: Listener,
  ) {
    this.path = path
    this.#master = master
    this.#held = slave
    this.#listen()
  }

  /** Bytes that the host has not taken yet. */
  get backlog(): number {
    return this.#backlog
  }

  send(bytes: Uint8Array): void {
    if (this.#closed) return
    this.#queue.push(bytes)
    this.#backlog += bytes.length
    if (this.#retry === undefined) this.#write()
  }

  /** The terminal goes away; a host that has it open gets an input/output error. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#forget()
    this.#letGo()
    if (this.#stream) this.#stream.release()
    else closeSync(this.#master)
  }

  #listen(): void {
    const stream = new MasterStream(this.#master, () => {
      this.#hungUp()
    })
    stream.on('data', (bytes: Buffer) => {
      this.#letGo()
      this.listener.onBytes(bytes)
    })
    this.#stream = stream
  }

  #hungUp(): void {
    this.#stream = undefined
    this.#forget()
    this.listener.onHangUp()
    this.#hold()
  }

  #hold(): void {
    if (this.#closed) return
    try {
      this.#held = openSync(this.path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
    } catch {
      // A host that opened it for itself alone (TIOCEXCL) keeps others out.
      this.#retry = setTimeout(() => {
        this.#retry = undefined
        this.#hold()
      }, retryHoldMs)
      return
    }
    this.#listen()
  }

  #letGo(): void {
    if (this.#held === undefined) return
    closeSync(this.#held)
    this.#held = undefined
  }

  /** A stream of its own would deadlock with the reading one, so bytes are written directly, and again where there is no room. */
  #write(): void {
    for (let bytes = this.#queue[0]; bytes; bytes = this.#queue[0]) {
      const written = this.#tryToWrite(bytes)
      this.#backlog -= written
      if (written < bytes.length) {
        this.#queue[0] = bytes.subarray(written)
        this.#retry = setTimeout(() => {
          this.#retry = undefined
          this.#write()
        }, retryWriteMs)
        return
      }
      this.#queue.shift()
    }
  }

  #tryToWrite(bytes: Uint8Array): number {
    try {
      return writeSync(this.#master, bytes)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      return 0
    }
  }

  #forget(): void {
    clearTimeout(this.#retry)
    this.#retry = undefined
    this.#queue = []
    this.#backlog = 0
  }
}

/** Reads the master. A read that fails ends the stream, but not the file: the next stream reads it. */
class MasterStream extends ReadStream {
  #released = false

  constructor(
    master: number,
    private readonly onFailed: () => void,
  ) {
    super(master)
  }

  /** Ends the stream and closes the file. */
  release(): void {
    this.#released = true
    this.destroy()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.#released) {
      super._destroy(error, callback)
      return
    }
    callback(null)
    setImmediate(this.onFailed)
  }
}
