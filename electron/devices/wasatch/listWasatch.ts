import { familyOf, VENDOR_ID } from '../protocol/wasatch/families'
import { findUsbDevices } from '../transport/findUsbDevices'

interface WasatchDescription {
  /** What to connect to. */
  path: string
  detail: string | null
}

const FAMILY_NAMES = { fx2: 'X series', arm: 'XS or ARM series' }

/** Instruments of Wasatch Photonics on this computer's USB. None where there is no USB, or its library does not load. */
export async function listWasatch(): Promise<WasatchDescription[]> {
  const found = await findWasatch().catch(() => [])
  return found.map(({ path, productId, product }) => {
    const family = familyOf(productId)
    return { path, detail: product ?? (family && FAMILY_NAMES[family]) }
  })
}

/** @throws what `findUsbDevices` throws */
export function findWasatch(): ReturnType<typeof findUsbDevices> {
  return findUsbDevices(({ vendorId, productId }) => vendorId === VENDOR_ID && familyOf(productId) !== null)
}
