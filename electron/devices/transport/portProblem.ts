import { StokesError } from '../../contract/errors'

/** Why a port could not be opened, from the text that the operating system gave: serialport passes on no code. */
export function openingProblem(path: string, cause: unknown): StokesError {
  const text = cause instanceof Error ? cause.message : String(cause)
  const options = { cause }
  if (/permission denied/i.test(text)) {
    return new StokesError('device.noPermission', `You may not use the port ${path}.`, {
      ...options,
      tip: 'On Linux, add yourself to the group that owns serial ports (sudo usermod -aG dialout $USER), then log in again.',
    })
  }
  if (/cannot lock|busy|access denied|temporarily unavailable/i.test(text)) {
    return new StokesError('device.busy', `Another program uses the port ${path}.`, {
      ...options,
      tip: 'Close the other program (or the other window of Stokes), then connect again.',
    })
  }
  if (/no such (file|device)|file not found|is a directory/i.test(text)) {
    return new StokesError('device.notFound', `There is no serial port ${path}.`, {
      ...options,
      tip: 'Plug the instrument in and switch it on, then look for it in the list of ports.',
    })
  }
  if (/inappropriate ioctl|input\/output|i\/o error|not a serial port/i.test(text)) {
    return new StokesError('device.notFound', `${path} is no serial port, or nothing is behind it.`, {
      ...options,
      tip: 'Choose the port of the instrument from the list.',
    })
  }
  return new StokesError('device.notFound', `The port ${path} could not be opened: ${text}.`, {
    ...options,
    tip: 'Unplug the instrument and plug it in again, then connect.',
  })
}

/** The line went away while it was open. */
export function unplugged(path: string, cause?: unknown): StokesError {
  return new StokesError('device.unplugged', `The connection to the instrument on ${path} was lost.`, {
    cause,
    tip: 'The instrument switches its laser off by itself within 1 s. Plug the cable in, then connect again.',
  })
}
