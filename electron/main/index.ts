import { app, BrowserWindow } from 'electron'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '../shared/paths'
import { declareScheme, serveWindow } from './applicationScheme'
import { setMenu } from './menu'
import { readOptions } from './options'
import { Processes } from './processes'
import { keepScreenshot } from './screenshots'
import { openWindow } from './window'

const options = readOptions(process.argv.slice(1), process.env)
const folder = dataFolder()
mkdirSync(folder, { recursive: true })
// Chromium's own files lie apart from the case log.
app.setPath('userData', join(folder, 'window'))
declareScheme()

function start(): void {
  serveWindow()
  setMenu()
  const processes = new Processes(folder, options)
  processes.start()

  const open = (): void => {
    const window = openWindow(options)
    processes.serve(window)
    if (options.screenshot) keepScreenshot(window, options.screenshot)
  }
  open()
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open()
  })
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })

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

if (app.requestSingleInstanceLock()) {
  app.on('window-all-closed', () => {
    app.quit()
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      app.quit()
    })
  }
  void app.whenReady().then(start)
} else {
  console.error(`Stokes already runs on ${folder}: its window is brought to the front.`)
  app.quit()
}
