import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { dialog, nativeTheme, type BrowserWindow, type MessagePortMain } from 'electron'
import type { Problem } from '../contract/errors'
import { shellContract } from '../contract/shell'
import type { Backlog } from '../shared/backlog'
import { listen } from '../shared/listen'

/** Answers, on this port, what a window may ask of the main process. */
export function serveShell(port: MessagePortMain, window: BrowserWindow, problems: Backlog<Problem>): void {
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
    problems: shell.problems.handler(({ signal }) => listen((listener) => problems.listen(listener), signal)),
  })
  new RPCHandler(router).upgrade(port)
  port.start()
}
