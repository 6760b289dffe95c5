import { execFileSync } from 'node:child_process'
import { closeSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ReadStream } from 'node:tty'

interface Addon {
  open(columns: number, rows: number): { master: number; slave: number; pty: string }
}

/** A pseudo-terminal with nothing behind it but what the test says. */
export interface PlainTerminal {
  path: string
  send: (bytes: Uint8Array | string) => void
  close: () => void
}

export function openPlainTerminal(
  onBytes: (bytes: Buffer, terminal: PlainTerminal) => void = () => undefined,
): PlainTerminal {
  const { requireBinary } = createRequire(import.meta.url)('@lydell/node-pty/requireBinary.js') as {
    requireBinary: (file: string) => Addon
  }
  // The slave is held open: a master whose slave is closed fails its reads.
  const { master, slave, pty } = requireBinary('pty.node').open(80, 25)
  execFileSync('stty', [process.platform === 'darwin' ? '-f' : '-F', pty, 'raw', '-echo', '-hupcl'])
  const stream = new ReadStream(master)
  let closed = false
  const terminal: PlainTerminal = {
    path: pty,
    send: (bytes) => {
      writeSync(master, typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
    },
    close: () => {
      if (closed) return
      closed = true
      stream.destroy()
      closeSync(slave)
    },
  }
  stream.on('data', (bytes: Buffer) => {
    onBytes(bytes, terminal)
  })
  stream.on('error', () => undefined)
  return terminal
}
