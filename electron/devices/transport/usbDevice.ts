interface VendorRequest {
  requestType: 'vendor'
  recipient: 'device'
  request: number
  value: number
  index: number
}

/** What Stokes uses of a device of the `usb` package, which has no exported name for it. */
export interface UsbDevice {
  readonly vendorId: number
  readonly productId: number
  /** Names the device for as long as it is plugged in. */
  readonly handle: string
  readonly bus: string
  readonly ports: number[]
  readonly productName?: string | null | undefined
  readonly serialNumber?: string | null | undefined
  open(): Promise<void>
  close(): Promise<void>
  selectConfiguration(value: number): Promise<void>
  claimInterface(number: number): Promise<void>
  releaseInterface(number: number): Promise<void>
  nativeControlTransferIn(setup: VendorRequest, timeoutMs: number, length: number): Promise<Uint8Array | null>
  nativeControlTransferOut(setup: VendorRequest, timeoutMs: number, data: Uint8Array): Promise<number>
  nativeTransferIn(endpointNumber: number, timeoutMs: number, length: number): Promise<Uint8Array | null>
  clearHalt(direction: 'in', endpointNumber: number): Promise<void>
}
