import { BrowserWindow } from 'electron'

/** An HTML document, without scripts, on A4. */
export async function printToPdf(document: string): Promise<Buffer> {
  const page = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
  })
  try {
    await page.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(document)}`)
    return await page.webContents.printToPDF({ pageSize: 'A4', printBackground: true })
  } finally {
    page.destroy()
  }
}
