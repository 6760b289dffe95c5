/** What an emulated instrument is; fields of its EEPROM are written from this. */
export interface Board {
  productId: 0x1000 | 0x4000
  model: string
  serialNumber: string
  detector: string
  pixels: number
  format: number
  /** Of page 0, offset 39. */
  features: number
  hasLaser: boolean
  hasCooling: boolean
  wavelength: [number, number, number, number, number]
  excitationNanometres: number
  /** mW to percent. */
  power: [number, number, number, number]
  milliwatts: { min: number; max: number }
  integrationMs: { min: number; max: number }
  badPixels: number[]
  /** As the board tells it: four numbers. */
  firmware: [number, number, number, number]
  fpga: string
  /** Seconds that the XS warns before it emits. */
  warningDelay: number
}

const INTERLOCK_FEEDBACK = 0x40

export const FX2_1024: Board = {
  productId: 0x1000,
  model: 'WP-785X-ILP',
  serialNumber: 'WP-01234',
  detector: 'S16011-1006',
  pixels: 1024,
  format: 15,
  features: INTERLOCK_FEEDBACK,
  hasLaser: true,
  hasCooling: true,
  wavelength: [801.9, 0.151, -8.1e-6, -1.1e-9, 0],
  excitationNanometres: 785.1,
  power: [0, 1, 0, 0],
  milliwatts: { min: 5, max: 100 },
  integrationMs: { min: 1, max: 65_000 },
  badPixels: [17, 900],
  firmware: [10, 0, 0, 31],
  fpga: '027-024',
  warningDelay: 0,
}

export const FX2_2048: Board = {
  ...FX2_1024,
  model: 'WP-785-C',
  serialNumber: 'WP-02048',
  detector: 'S10141-1108',
  pixels: 2048,
  wavelength: [801.9, 0.0755, -2e-6, -1.4e-10, 0],
  badPixels: [],
}

export const XS: Board = {
  ...FX2_1024,
  productId: 0x4000,
  model: 'WP-785-XS',
  serialNumber: 'WP-03333',
  detector: 'IMX385LQR-C',
  pixels: 1952,
  features: 0,
  hasCooling: false,
  wavelength: [799.5, 0.079, -2e-6, -1e-10, 0],
  badPixels: [40],
  firmware: [1, 0, 4, 9],
  fpga: '01.4.11',
  warningDelay: 0,
}

/** Six pages of 64 bytes, as the maker's production writes them. */
export function eepromImage(board: Board): Uint8Array[] {
  const pages = Array.from({ length: 6 }, () => Buffer.alloc(64))
  const [p0, p1, p2, p3, , p5] = pages as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer]
  p0.write(board.model, 0, 16, 'latin1')
  p0.write(board.serialNumber, 16, 16, 'latin1')
  p0[36] = Number(board.hasCooling)
  p0[38] = Number(board.hasLaser)
  p0.writeUInt16LE(board.features, 39)
  p0.writeInt16LE(10, 45)
  p0.writeFloatLE(1, 48)
  p0[63] = board.format
  board.wavelength.slice(0, 4).forEach((c, i) => p1.writeFloatLE(c, 4 * i))
  ;[2000, -20, 0].forEach((c, i) => p1.writeFloatLE(c, 16 + 4 * i))
  p1.writeInt16LE(20, 28)
  p1.writeInt16LE(-10, 30)
  ;[60, -0.02, 0].forEach((c, i) => p1.writeFloatLE(c, 32 + 4 * i))
  p2.write(board.detector, 0, 16, 'latin1')
  p2.writeUInt16LE(board.pixels, 16)
  p2.writeFloatLE(board.wavelength[4], 21)
  board.power.forEach((c, i) => p3.writeFloatLE(c, 12 + 4 * i))
  p3.writeFloatLE(board.milliwatts.max, 28)
  p3.writeFloatLE(board.milliwatts.min, 32)
  p3.writeFloatLE(board.excitationNanometres, 36)
  p3.writeUInt32LE(board.integrationMs.min, 40)
  p3.writeUInt32LE(board.integrationMs.max, 44)
  for (let i = 0; i < 15; i++) p5.writeInt16LE(board.badPixels[i] ?? -1, 2 * i)
  return pages.map((page) => new Uint8Array(page))
}
