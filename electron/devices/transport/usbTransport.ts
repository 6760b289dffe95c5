import type { StokesError } from '../../contract/errors'

/** Of a vendor request to the device as a whole (bmRequestType 0x40 or 0xC0). */
export interface ControlSetup {
  request: number
  value: number
  index: number
}

/**
 * A USB device that is open, its interface 0 claimed. A transfer rejects with device.noAnswer when its time is up,
 * device.refused where the device stalls, device.garbled on a fault of the line, device.unplugged when the device is gone.
 */
export interface UsbTransport {
  readonly path: string
  /** What the device answers, at most `length` bytes. */
  controlIn(setup: ControlSetup, length: number, timeoutMs: number): Promise<Uint8Array>
  controlOut(setup: ControlSetup, data: Uint8Array, timeoutMs: number): Promise<void>
  /** Up to `length` bytes; fewer where the device ends the transfer with a short packet. */
  bulkIn(endpoint: number, length: number, timeoutMs: number): Promise<Uint8Array>
  /** Ends the stall of a bulk endpoint. */
  clearHalt(endpoint: number): Promise<void>
  /** Called once when the device is gone; at once where it was gone before. */
  onLost(listener: (problem: StokesError) => void): void
  /** Lets go of the device. Never throws, never takes long; transfers that wait fail. */
  close(): Promise<void>
}
