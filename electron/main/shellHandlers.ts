import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { dialog, nativeTheme, type BrowserWindow, type MessagePortMain } from 'electron'
import { shellContract } from '../contract/shell'

/** Answers, on this port, what a window may ask of the main process. */
export function serveShell(port: MessagePortMain, window: BrowserWindow): void {
  const shell = implement(shellContract)
  const router = shell.router({
    chooseRecording: shell.chooseRecording.handler(async () => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: 'Replay a recorded spectrum',
        properties: ['openFile'],
        filters: [
          { name: 'Spectra (CSV, two-column text)', extensions: ['csv', 'txt', 'asc', 'dat', 'tsv'] },
          { name: 'All files', extensions: ['*'] },
        ],
      })
      return filePaths[0] ?? null
    }),
    setTheme: shell.setTheme.handler(({ input }) => {
      nativeTheme.themeSource = input.theme
    }),
  })
  new RPCHandler(router).upgrade(port)
  port.start()
}
