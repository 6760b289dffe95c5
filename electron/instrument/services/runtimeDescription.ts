import type { SystemStatus } from '../../contract/system'

/** On what Stokes runs, and whether that is the Electron that ships. */
export function runtimeDescription(): SystemStatus['runtime'] {
  const { electron, node } = process.versions
  const { STOKES_ELECTRON_SOURCE: source } = process.env
  return {
    electron,
    node,
    note:
      source === 'fallback'
        ? 'A fallback for development and tests, past its support window; releases ship a supported Electron.'
        : null,
  }
}
