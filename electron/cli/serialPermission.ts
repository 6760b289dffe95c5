import { accessSync, constants, statSync } from 'node:fs'

/** Names of serial devices on Linux that a microscope may have. */
const EXAMPLES = ['/dev/ttyACM0', '/dev/ttyUSB0', '/dev/ttyS0']

/** Whether this person may open serial ports, and what to do where not. */
export function serialPermission(): { ok: boolean; detail: string } {
  if (process.platform !== 'linux') return { ok: true, detail: 'no permission is needed' }
  const port = EXAMPLES.find((path) => statSync(path, { throwIfNoEntry: false }))
  if (!port) return { ok: true, detail: 'none is there to try' }
  try {
    accessSync(port, constants.R_OK | constants.W_OK)
    return { ok: true, detail: `${port} may be read and written` }
  } catch {
    return {
      ok: false,
      detail: `${port} may not be opened: sudo usermod -aG dialout $USER, then log in again`,
    }
  }
}
