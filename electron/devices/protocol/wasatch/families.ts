/** Wasatch Photonics. */
export const VENDOR_ID = 0x24aa

/** The two boards that Stokes speaks to; what differs between them on the wire follows from this. */
export type Family = 'fx2' | 'arm'

const FAMILIES = new Map<number, Family>([
  [0x1000, 'fx2'],
  [0x4000, 'arm'],
])

/** Null for a product that Stokes does not support (0x2000 is InGaAs: not for 785 nm). */
export function familyOf(productId: number): Family | null {
  return FAMILIES.get(productId) ?? null
}
