import { StokesError } from '../../contract/errors'
import { openNodeUsbTransport } from '../transport/nodeUsbTransport'
import type { UsbTransport } from '../transport/usbTransport'
import { findWasatch } from './listWasatch'

/**
 * Opens the instrument at this path.
 *
 * @throws device.notFound, device.noPermission, device.busy, device.unsupported
 */
export async function openWasatch(path: string): Promise<{ transport: UsbTransport; productId: number }> {
  const found = (await findWasatch()).find((instrument) => instrument.path === path)
  if (!found)
    throw new StokesError('device.notFound', `There is no USB instrument ${path}.`, {
      tip: 'Plug the instrument in and switch it on, then look for it in the list.',
    })
  return { transport: await openNodeUsbTransport(path, found.device), productId: found.productId }
}
