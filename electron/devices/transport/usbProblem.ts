import { StokesError } from '../../contract/errors'

const UDEV_RULE = '/etc/udev/rules.d/70-stokes-usb.rules'
const UDEV_TIP = `On Linux, a rule lets you use it: echo 'SUBSYSTEM=="usb", ATTRS{idVendor}=="24aa", TAG+="uaccess"' | sudo tee ${UDEV_RULE} && sudo udevadm control --reload-rules && sudo udevadm trigger. Then plug the instrument in again.`
const DRIVER_TIP =
  'On Windows, install the WinUSB driver for it with Zadig (zadig.akeo.ie), then connect again.'

/** Why a USB device could not be opened or claimed, from the text that the library gave: it passes on no code. */
export function usbOpeningProblem(path: string, cause: unknown): StokesError {
  const text = textOf(cause)
  const options = { cause }
  if (/permission denied|access denied|not permitted|errno (1|13)\b/i.test(text))
    return new StokesError('device.noPermission', `You may not use the USB instrument ${path}.`, {
      ...options,
      tip: process.platform === 'win32' ? DRIVER_TIP : UDEV_TIP,
    })
  if (/busy|in use|errno 16\b/i.test(text))
    return new StokesError('device.busy', `Another program uses the USB instrument ${path}.`, {
      ...options,
      tip: "Close the other program (the maker's own, or another window of Stokes), then connect again.",
    })
  if (/not found|no such device|disconnected|errno (2|19)\b/i.test(text))
    return new StokesError('device.notFound', `There is no USB instrument ${path}.`, {
      ...options,
      tip: 'Plug the instrument in and switch it on, then look for it in the list.',
    })
  if (/unsupported|not.?supported|driver/i.test(text))
    return new StokesError('device.unsupported', `No driver lets Stokes use the USB instrument ${path}.`, {
      ...options,
      tip: process.platform === 'win32' ? DRIVER_TIP : UDEV_TIP,
    })
  return new StokesError('device.notFound', `The USB instrument ${path} could not be opened: ${text}.`, {
    ...options,
    tip: 'Unplug the instrument and plug it in again, then connect.',
  })
}

/** Why a transfer failed, from the text that the library gave. */
export function usbTransferProblem(path: string, what: string, cause: unknown): StokesError {
  const text = textOf(cause)
  const options = { cause }
  if (/disconnected|no such device|invalid state|errno (19|108)\b/i.test(text))
    return usbUnplugged(path, cause)
  if (/cancel|timed? ?out|not done within/i.test(text))
    return new StokesError('device.noAnswer', `The USB instrument ${path} did not answer in time: ${what}.`, {
      ...options,
      tip: 'Try again. If it stays so, switch the instrument off and on, then connect again.',
    })
  if (/stall/i.test(text))
    return new StokesError('device.refused', `The USB instrument ${path} refused: ${what}.`, {
      ...options,
      tip: 'Try again; if it stays so, connect again.',
    })
  return new StokesError('device.garbled', `A USB transfer with ${path} failed: ${what}: ${text}.`, {
    ...options,
    tip: 'Nothing of it was used. Check the cable, and leave out hubs, then try again.',
  })
}

/** The device went away while it was open. */
export function usbUnplugged(path: string, cause?: unknown): StokesError {
  return new StokesError('device.unplugged', `The connection to the USB instrument ${path} was lost.`, {
    cause,
    tip: 'If the instrument is still on, its laser may be: switch it off with its key, keep your eyewear on. Then plug the cable in and connect again.',
  })
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
