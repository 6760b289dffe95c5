import { implement, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { dialog, nativeTheme, type BrowserWindow, type FileFilter, type MessagePortMain } from 'electron'
import type { Problem } from '../contract/errors'
import { shellContract, type ChosenFile } from '../contract/shell'
import type { Backlog } from '../shared/backlog'
import { listen } from '../shared/listen'
import { writeWhole } from '../shared/writeWhole'
import { printToPdf } from './printToPdf'

const fileKinds: Record<ChosenFile, FileFilter & { title: string }> = {
  recording: {
    title: 'Replay a recorded spectrum',
    name: 'Spectra (CSV, two-column text)',
    extensions: ['csv', 'txt', 'asc', 'dat', 'tsv'],
  },
  dataSet: {
    title: 'Labelled spectra',
    name: 'Labelled spectra (CSV, Parquet)',
    extensions: ['csv', 'parquet'],
  },
  checkpoint: {
    title: 'Weights to begin with',
    name: 'Weights (Keras, safetensors, ONNX)',
    extensions: ['h5', 'safetensors', 'onnx'],
  },
  recipe: { title: 'How the spectra are prepared', name: 'Recipe (JSON)', extensions: ['json'] },
}

/** Answers, on this port, what a window may ask of the main process. */
export function serveShell(port: MessagePortMain, window: BrowserWindow, problems: Backlog<Problem>): void {
  const shell = implement(shellContract)
  const router = shell.router({
    chooseFile: shell.chooseFile.handler(async ({ input: { kind } }) => {
      const { title, ...filter } = fileKinds[kind]
      const { filePaths } = await dialog.showOpenDialog(window, {
        title,
        properties: ['openFile'],
        filters: [filter, { name: 'All files', extensions: ['*'] }],
      })
      return filePaths[0] ?? null
    }),
    chooseSpectra: shell.chooseSpectra.handler(async () => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: 'Import spectra, or the archive of a case',
        properties: ['openFile', 'multiSelections'],
        filters: [
          {
            name: 'Spectra and archives',
            extensions: ['csv', 'txt', 'tsv', 'asc', 'dat', 'jdx', 'dx', 'jcamp', 'spc', 'wdf', 'zip'],
          },
          { name: 'All files', extensions: ['*'] },
        ],
      })
      return filePaths
    }),
    chooseFolder: shell.chooseFolder.handler(async ({ input: { title } }) => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title,
        properties: ['openDirectory', 'createDirectory'],
      })
      return filePaths[0] ?? null
    }),
    saveDocument: shell.saveDocument.handler(async ({ input: { suggestedName, content, as } }) => {
      const { filePath } = await dialog.showSaveDialog(window, {
        defaultPath: suggestedName,
        filters: [{ name: as.toUpperCase(), extensions: [as] }],
      })
      if (!filePath) return null
      try {
        await writeWhole(filePath, as === 'pdf' ? await printToPdf(content) : content)
      } catch (error) {
        throw asProblem(error, filePath)
      }
      return filePath
    }),
    setTheme: shell.setTheme.handler(({ input }) => {
      nativeTheme.themeSource = input.theme
    }),
    reload: shell.reload.handler(() => {
      // When the answer is on its way.
      setImmediate(() => {
        window.webContents.reload()
      })
    }),
    problems: shell.problems.handler(({ signal }) => listen((listener) => problems.listen(listener), signal)),
  })
  new RPCHandler(router).upgrade(port)
  port.start()
}

function asProblem(error: unknown, path: string): ORPCError<'PROBLEM', Problem> {
  const reason = error instanceof Error ? error.message : String(error)
  const data: Problem = {
    code: 'file.notWritable',
    message: `${path} was not written: ${reason}.`,
    tip: 'Choose another place, or free some space.',
  }
  return new ORPCError('PROBLEM', { data, message: data.message })
}
