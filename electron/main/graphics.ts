import { app } from 'electron'
import { graphicsPath } from '../shared/graphicsPath'

/**
 * Paints without OpenGL where there is no GPU: Chromium would otherwise let the CPU imitate one, which takes many times as
 * long. To be called before the application is ready.
 */
export function chooseGraphics(): void {
  if (!graphicsPath().accelerated) app.disableHardwareAcceleration()
}
