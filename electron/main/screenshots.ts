import type { BrowserWindow } from 'electron'
import { renameSync, writeFileSync } from 'node:fs'

const INTERVAL_MS = 2000

/**
 * Keeps a picture of the window in a file, for a machine without a display. The file is replaced as a whole, so that
 * whoever opens it never sees half a picture.
 */
export function keepScreenshot(window: BrowserWindow, file: string): void {
  const take = async (): Promise<void> => {
    const image = await window.webContents.capturePage()
    if (image.isEmpty()) return
    writeFileSync(`${file}.part`, image.toPNG())
    renameSync(`${file}.part`, file)
  }
  const timer = setInterval(() => {
    take().catch((error: unknown) => {
      clearInterval(timer)
      console.error(`No more screenshots are taken: ${String(error)}`)
    })
  }, INTERVAL_MS)
  window.once('closed', () => {
    clearInterval(timer)
  })
}
