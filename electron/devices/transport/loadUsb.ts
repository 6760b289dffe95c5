import type { usb as WebUsb } from 'usb'
import { StokesError } from '../../contract/errors'

/**
 * The USB library, an optional part: where it does not load, the rest of Stokes works without it.
 *
 * @throws device.unsupported, with the reason
 */
export async function loadUsb(): Promise<typeof WebUsb> {
  try {
    return (await import('usb')).usb
  } catch (cause) {
    throw new StokesError(
      'device.unsupported',
      `USB instruments cannot be used here: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`,
      { cause, tip: 'Install Stokes again. Instruments on serial ports work without this part.' },
    )
  }
}
