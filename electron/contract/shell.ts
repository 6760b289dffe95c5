import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { problemSchema } from './errors'
import { procedure } from './procedure'

/** What the window asks of the main process: the little that only it can do. */
export const shellContract = {
  /** Lets a person choose recorded spectra to replay; null when they chose nothing. */
  chooseRecording: procedure.output(z.string().nullable()),
  setTheme: procedure.input(z.object({ theme: z.enum(['system', 'light', 'dark']) })).output(z.void()),
  /** What happened to the processes of the application. */
  problems: procedure.output(eventIterator(problemSchema)),
}
