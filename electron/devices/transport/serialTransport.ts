import { realpath, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { SerialPort } from 'serialport'
import type { StokesError } from '../../contract/errors'
import type { ByteTransport } from './byteTransport'
import { startDeadline } from './deadline'
import { openingProblem, unplugged } from './portProblem'
import { withTimeout } from './withTimeout'

/** Of a real UART; a USB or pseudo-terminal line has none. */
const BAUD_RATE = 921_600
const OPEN_TIMEOUT_MS = 3_000
/** The operating system takes a few bytes at once unless nobody empties the line. */
const WRITE_TIMEOUT_MS = 1_000
const FLUSH_TIMEOUT_MS = 300
const CLOSE_TIMEOUT_MS = 1_000
const NODE_WATCH_MS = 500

/**
 * Opens a serial port or a pseudo-terminal for this program alone.
 *
 * @throws device.notFound, device.noPermission, device.busy
 */
export async function openSerialTransport(path: string): Promise<ByteTransport> {
  const port = new SerialPort({ path, baudRate: BAUD_RATE, autoOpen: false, lock: true })
  const opened = new Promise<void>((resolve, reject) => {
    port.open((error) => {
      if (error) reject(error)
      else resolve()
    })
  })
  try {
    await withTimeout(opened, OPEN_TIMEOUT_MS, () => new Error(`nothing happened for ${OPEN_TIMEOUT_MS} ms`))
  } catch (cause) {
    // One that opens after all is not kept.
    void opened.then(
      () => {
        port.close()
      },
      () => undefined,
    )
    throw openingProblem(path, cause)
  }
  // A link to the port may be moved to another one while this one is open.
  const node = isAbsolute(path) ? await realpath(path).catch(() => null) : null
  return new SerialTransport(path, port, node)
}

/**
 * serialport may say nothing when a device vanishes during traffic, and a callback may never come. So a loss is whatever
 * is seen first: an event, a write that fails or is not taken, or a device node that is gone.
 */
class SerialTransport implements ByteTransport {
  private lost: StokesError | null = null
  private closing = false
  private closed: Promise<void> | null = null
  private released: Promise<void> | null = null
  private tellLoss: (problem: StokesError) => void = () => undefined
  private pendingWrites = 0
  private flushed: () => void = () => undefined
  private cancelWriteDeadline: (() => void) | null = null
  private readonly nodeWatch: NodeJS.Timeout | undefined

  constructor(
    readonly path: string,
    private readonly port: SerialPort,
    node: string | null,
  ) {
    port.on('error', (error) => {
      this.lose(error)
    })
    port.on('close', (error: unknown) => {
      this.lose(error)
    })
    if (node !== null) {
      this.nodeWatch = setInterval(() => {
        stat(node).catch((error: unknown) => {
          this.lose(error)
        })
      }, NODE_WATCH_MS)
    }
  }

  write(bytes: Uint8Array): void {
    if (this.lost || this.closing) return
    this.pendingWrites += 1
    this.cancelWriteDeadline ??= this.startWriteDeadline()
    this.port.write(bytes, (error) => {
      this.written(error)
    })
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.port.on('data', listener)
  }

  onLost(listener: (problem: StokesError) => void): void {
    this.tellLoss = listener
    if (this.lost) listener(this.lost)
  }

  close(): Promise<void> {
    this.closed ??= this.flushAndRelease()
    return this.closed
  }

  private async flushAndRelease(): Promise<void> {
    this.closing = true
    if (this.pendingWrites > 0 && !this.lost) {
      const flushed = new Promise<void>((resolve) => {
        this.flushed = resolve
      })
      await withTimeout(flushed, FLUSH_TIMEOUT_MS).catch(() => undefined)
    }
    this.stopWatching()
    await this.release()
  }

  private written(error: Error | null | undefined): void {
    this.pendingWrites -= 1
    this.cancelWriteDeadline?.()
    this.cancelWriteDeadline = this.pendingWrites > 0 ? this.startWriteDeadline() : null
    if (this.pendingWrites === 0) this.flushed()
    if (error) this.lose(error)
  }

  private startWriteDeadline(): () => void {
    return startDeadline(WRITE_TIMEOUT_MS, () => {
      this.lose(new Error(`no byte was taken for ${WRITE_TIMEOUT_MS} ms`))
    })
  }

  private lose(cause: unknown): void {
    if (this.lost || this.closing) return
    this.lost = unplugged(this.path, cause)
    this.stopWatching()
    void this.release()
    this.tellLoss(this.lost)
  }

  private stopWatching(): void {
    this.cancelWriteDeadline?.()
    clearInterval(this.nodeWatch)
  }

  private release(): Promise<void> {
    this.released ??= withTimeout(closePort(this.port), CLOSE_TIMEOUT_MS).catch(() => undefined)
    return this.released
  }
}

/** serialport closes by itself what fails; then its event is waited for. */
function closePort(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    if (port.isOpen) {
      port.close(() => {
        resolve()
      })
    } else if (port.closing) port.once('close', resolve)
    else resolve()
  })
}
