import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface RunningApp {
  app: ElectronApplication
  window: Page
  /** Console errors, uncaught errors and lost processes so far: a test that ends with one fails. */
  errors: string[]
}

/** Chromium says these on a machine without a desktop session; they are not ours. */
const HARMLESS = [/dbus/i, /Gtk-WARNING/, /libnotify/, /GPU stall due to ReadPixels/]

/**
 * Starts the built application in a real Electron window. `npm run e2e` provides the runtime and the display.
 *
 * @param dataFolder the case log and settings of this start; a folder of the test's own
 */
export async function launchApp(dataFolder: string, args: readonly string[] = []): Promise<RunningApp> {
  const { STOKES_ELECTRON, STOKES_ELECTRON_SWITCHES = '', ...env } = process.env
  if (!STOKES_ELECTRON) throw new Error('No Electron: run the end-to-end tests with npm run e2e.')
  const app = await _electron.launch({
    executablePath: STOKES_ELECTRON,
    args: [...STOKES_ELECTRON_SWITCHES.split(' ').filter(Boolean), root, ...args],
    env: { ...(env as Record<string, string>), STOKES_DATA: dataFolder },
  })
  const errors: string[] = []
  const window = await app.firstWindow()
  window.on('console', (message) => {
    if (message.type() === 'error' && !HARMLESS.some((pattern) => pattern.test(message.text()))) {
      errors.push(`console: ${message.text()}`)
    }
  })
  window.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`))
  window.on('crash', () => errors.push('the window crashed'))
  return { app, window, errors }
}
