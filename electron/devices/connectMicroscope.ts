import type { Clock } from '../shared/clock'
import type { Microscope } from './microscope'
import { connectScpiMicroscope } from './scpi/connectScpiMicroscope'
import { connectWasatchMicroscope } from './wasatch/connectWasatchMicroscope'

/** Connects to what a person named on the command line: `usb:…`, or a serial port. Throws what the two ways throw. */
export function connectMicroscope(options: { path: string; clock: Clock }): Promise<Microscope> {
  return options.path.startsWith('usb:') ? connectWasatchMicroscope(options) : connectScpiMicroscope(options)
}
