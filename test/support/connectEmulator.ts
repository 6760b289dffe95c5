import type { Microscope } from '../../electron/devices/microscope'
import { connectWasatchMicroscope } from '../../electron/devices/wasatch/connectWasatchMicroscope'
import { systemClock } from '../../electron/shared/clock'
import type { WasatchEmulator } from './wasatchEmulator/wasatchEmulator'

/** The driver at the other end of the emulator's cable. */
export function connectEmulator(emulator: WasatchEmulator): Promise<Microscope> {
  return connectWasatchMicroscope({
    path: emulator.path,
    clock: systemClock,
    open: () => Promise.resolve({ transport: emulator, productId: emulator.productId }),
  })
}
