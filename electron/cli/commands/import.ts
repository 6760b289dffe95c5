import type { NewLesion } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import {
  isCaseArchive,
  readCaseArchive,
  type TakenCase,
} from '../../instrument/services/exchange/caseArchive'
import { caseLogPath } from '../../instrument/services/createServices'
import { readImports, requireGood } from '../../instrument/services/exchange/readImports'
import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { dataFolder } from '../../shared/paths'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog } from '../../storage/openCaseLog'
import type { ImportOutcome } from '../../storage/repositories/imports'
import { interruption } from '../learning/interruption'
import { answer, tell } from '../output'

export interface ImportCommandOptions {
  db?: string
  patient?: string
  site: NewLesion['bodySite']
  side?: NonNullable<NewLesion['laterality']>
  operator: string
  axis?: 'cm-1' | 'nm'
  laser?: number
  json?: boolean
}

/** The patient of spectra that nobody names one for. */
const UNNAMED = 'imported'

/** Files between two lines of progress. */
const TOLD_EVERY = 100

/** Brings spectra of files into a case log, as replayed cases: all of the files, or none. */
export async function importCommand(paths: readonly string[], options: ImportCommandOptions): Promise<void> {
  const signal = interruption('The import was interrupted.', 'Nothing was imported.', 'exchange.cancelled')
  const { archives, spectra } = await byKind(paths)
  const read = await readImports(spectra, {
    axis: options.axis,
    laserNanometres: options.laser,
    signal,
    onProgress: (files) => {
      if (files % TOLD_EVERY === 0) tell(`${files} of ${spectra.length} files read`)
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
    const cases: TakenCase[] = []
    for (const path of archives) cases.push(await readCaseArchive(log, path, { pseudonym: options.patient }))
    const outcome = log.imports.add(read.files, {
      operatorName: options.operator,
      pseudonym: options.patient ?? UNNAMED,
      bodySite: options.site,
      laterality: options.side,
    })
    answer({ ...outcome, cases }, options, () => textOf(outcome, cases))
  } finally {
    log.close()
  }
}

function textOf({ imported, known }: ImportOutcome, cases: readonly TakenCase[]): string {
  if (cases.length > 0) return cases.map(said).join('\n')
  const spectra = imported.reduce((sum, file) => sum + file.spectra, 0)
  const doubles = known.length > 0 ? `; ${known.length} were there already` : ''
  return `${imported.length} files with ${spectra} spectra imported${doubles}.`
}

function said({ lesionId, added }: TakenCase): string {
  return `Case ${lesionId}: ${added === 0 ? 'it was there already' : 'imported, and its frames compared with the manifest'}.`
}

/** Archives of cases, and files of spectra. */
async function byKind(paths: readonly string[]): Promise<{ archives: string[]; spectra: string[] }> {
  const kinds = { archives: [] as string[], spectra: [] as string[] }
  for (const path of paths) kinds[(await isCaseArchive(path)) ? 'archives' : 'spectra'].push(path)
  if (kinds.archives.length > 0 && paths.length > 1) {
    throw new StokesError('usage.invalid', 'An archive of a case is imported by itself.', {
      tip: 'Name one archive, or files of spectra.',
    })
  }
  return kinds
}
