import type { StokesError } from '../../contract/errors'

/** A line to an instrument that is open. */
export interface ByteTransport {
  readonly path: string
  /** In order, without waiting. What cannot be written shows as a loss of the line. */
  write(bytes: Uint8Array): void
  /** What comes in, in whatever pieces; one listener. The bytes are the listener's until it returns. */
  onBytes(listener: (bytes: Uint8Array) => void): void
  /** Called once if the line is lost; also when it was lost before. Nothing can be read or written from then on. */
  onLost(listener: (problem: StokesError) => void): void
  /** Lets go of the line when what was written is on its way. Never throws, never takes long. */
  close(): Promise<void>
}
