import type { NewLesion } from '../../contract/cases'
import { caseLogPath } from '../../instrument/services/createServices'
import { readImports, requireGood } from '../../instrument/services/exchange/readImports'
import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { dataFolder } from '../../shared/paths'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog } from '../../storage/openCaseLog'
import { interruption } from '../learning/interruption'
import { answer, tell } from '../output'

export interface ImportCommandOptions {
  db?: string
  patient: string
  site: NewLesion['bodySite']
  operator: string
  axis?: 'cm-1' | 'nm'
  laser?: number
  json?: boolean
}

/** Files between two lines of progress. */
const TOLD_EVERY = 100

/** Brings spectra of files into a case log, as replayed cases: all of the files, or none. */
export async function importCommand(paths: readonly string[], options: ImportCommandOptions): Promise<void> {
  const signal = interruption('The import was interrupted.', 'Nothing was imported.', 'exchange.cancelled')
  const read = await readImports(paths, {
    axis: options.axis,
    laserNanometres: options.laser,
    signal,
    onProgress: (files) => {
      if (files % TOLD_EVERY === 0) tell(`${files} of ${paths.length} files read`)
    },
  })
  requireGood(read)
  signal.throwIfAborted()
  const log = openCaseLog({
    path: options.db ?? caseLogPath(dataFolder()),
    program: 'stokes import',
    clock: systemClock,
    newId: randomId,
    softwareVersion: softwareVersion(),
  })
  try {
    const outcome = log.imports.add(read.files, {
      operatorName: options.operator,
      pseudonym: options.patient,
      bodySite: options.site,
    })
    answer(outcome, options, () => {
      const spectra = outcome.imported.reduce((sum, file) => sum + file.spectra, 0)
      const known = outcome.known.length > 0 ? `; ${outcome.known.length} were there already` : ''
      return `${outcome.imported.length} files with ${spectra} spectra imported${known}.`
    })
  } finally {
    log.close()
  }
}
