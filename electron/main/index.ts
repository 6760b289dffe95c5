import { app, dialog, powerMonitor } from 'electron'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '../shared/paths'
import { chooseGraphics } from './graphics'
import { declareScheme, serveWindow } from './applicationScheme'
import { setMenu } from './menu'
import { readOptions } from './options'
import { Processes } from './processes'
import { keepScreenshot } from './screenshots'
import { openWindow } from './window'

const options = readOptions(process.argv.slice(1), process.env)
const folder = dataFolder()
declareScheme()
chooseGraphics()

/** Why there is no place for the case log; null where there is one. */
function makeDataFolder(): string | null {
  try {
    mkdirSync(folder, { recursive: true })
    // Chromium's own files lie apart from the case log.
    app.setPath('userData', join(folder, 'window'))
    return null
  } catch (error) {
    return `There is no folder ${folder}, and it could not be made: ${(error as Error).message}. Name another one with STOKES_DATA.`
  }
}

function start(): void {
  serveWindow()
  setMenu()
  const processes = new Processes(folder, options)
  processes.start()

  const window = openWindow(options)
  processes.serve(window)
  if (options.screenshot) keepScreenshot(window, options.screenshot)
  app.on('second-instance', () => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  // Who put the computer to sleep or locked its screen has left the laser.
  const stopLaser = (): void => {
    processes.stopLaser()
  }
  powerMonitor.on('suspend', stopLaser)
  powerMonitor.on('lock-screen', stopLaser)

  let stopped = false
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void processes.stop().then(() => {
      stopped = true
      app.quit()
    })
  })
}

const obstacle = makeDataFolder()
if (obstacle !== null) {
  console.error(obstacle)
  void app.whenReady().then(() => {
    dialog.showErrorBox('Stokes cannot start', obstacle)
    app.exit(1)
  })
} else if (app.requestSingleInstanceLock()) {
  app.on('window-all-closed', () => {
    app.quit()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      app.quit()
    })
  }
  void app.whenReady().then(start)
} else {
  console.error(`Stokes already runs on ${folder}: its window is brought to the front.`)
  app.quit()
}
