import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { problemSchema } from './errors'
import { procedure } from './procedure'

/** Spectra to replay, labelled spectra to learn from, weights that a network begins with, and how spectra are prepared. */
const chosenFileSchema = z.enum(['recording', 'dataSet', 'checkpoint', 'recipe'])
export type ChosenFile = z.infer<typeof chosenFileSchema>

/** What the window asks of the main process: the little that only it can do. */
export const shellContract = {
  /** Lets a person choose a file; null when they chose none. */
  chooseFile: procedure.input(z.object({ kind: chosenFileSchema })).output(z.string().nullable()),
  /** Lets a person choose files of spectra, or the archive of a case; empty when they chose none. */
  chooseSpectra: procedure.output(z.array(z.string())),
  /** Lets a person choose or make a folder; null when they chose none. */
  chooseFolder: procedure.input(z.object({ title: z.string() })).output(z.string().nullable()),
  /** Writes a document where a person wants it, and says where that was; null when they wanted it nowhere. */
  saveDocument: procedure
    .input(
      z.object({
        suggestedName: z.string(),
        content: z.string(),
        /** `pdf`: printed from HTML. */
        as: z.enum(['csv', 'html', 'json', 'pdf', 'txt']),
      }),
    )
    .output(z.string().nullable()),
  setTheme: procedure.input(z.object({ theme: z.enum(['system', 'light', 'dark']) })).output(z.void()),
  /** Begins the window anew: nothing of what it showed is left in it. */
  reload: procedure.output(z.void()),
  /** What happened to the processes of the application. */
  problems: procedure.output(eventIterator(problemSchema)),
}
