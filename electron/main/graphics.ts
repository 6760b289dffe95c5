import { app } from 'electron'
import { existsSync, readdirSync } from 'node:fs'

/**
 * Paints without OpenGL where there is no GPU: Chromium would otherwise let the CPU imitate one, which takes many times as
 * long. To be called before the application is ready. A computer that is no Linux always has one to offer.
 */
export function chooseGraphics(): void {
  if (!hasGpu()) app.disableHardwareAcceleration()
}

function hasGpu(): boolean {
  if (process.platform !== 'linux' || existsSync('/dev/nvidiactl')) return true
  return existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'))
}
