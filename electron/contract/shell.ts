import { z } from 'zod'
import { procedure } from './procedure'

/** What the window asks of the main process: the little that only it can do. */
export const shellContract = {
  /** Lets a person choose recorded spectra to replay; null when they chose nothing. */
  chooseRecording: procedure.output(z.string().nullable()),
  setTheme: procedure.input(z.object({ theme: z.enum(['system', 'light', 'dark']) })).output(z.void()),
}
