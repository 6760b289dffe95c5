import { app, BrowserWindow, nativeTheme } from 'electron'
import { join } from 'node:path'
import { WINDOW_ADDRESS } from './applicationScheme'

/** Opens the window: isolated, sandboxed, without Node, and unable to go anywhere else. */
export function openWindow({ demonstration }: { demonstration: boolean }): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 600,
    show: false,
    title: 'Stokes',
    icon: join(app.getAppPath(), 'resources', 'icons', 'icon.png'),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#10151b' : '#f4f6f8',
    webPreferences: {
      preload: join(app.getAppPath(), 'out', 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      devTools: !app.isPackaged,
      spellcheck: false,
      // A live spectrum must go on in a window that lies behind another.
      backgroundThrottling: false,
    },
  })
  const { webContents } = window
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-navigate', (event) => {
    event.preventDefault()
  })
  webContents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  void window.loadURL(demonstration ? `${WINDOW_ADDRESS}?demonstration=1` : WINDOW_ADDRESS)
  return window
}
