import { StokesError } from '../../contract/errors'
import { Analysis } from '../../instrument/services/analysis'
import { caseLogPath } from '../../instrument/services/createServices'
import { modelsAtHand } from '../../instrument/services/recompute/modelsAtHand'
import { recomputeAll, type RecomputedResult } from '../../instrument/services/recompute/recomputeAll'
import { openServingModel } from '../../instrument/services/servingModel'
import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { dataFolder } from '../../shared/paths'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog } from '../../storage/openCaseLog'
import { interruption } from '../learning/interruption'
import { tell } from '../output'

export interface ReprocessOptions {
  db?: string
  case?: string
  acquisition?: string
  model?: string
  engine?: string
  keep?: boolean
  json?: boolean
}

/** Computes stored answers again from their raw frames, and says of each whether it is the same to the bit, or what differs. */
export async function reprocess(options: ReprocessOptions): Promise<void> {
  const { db = caseLogPath(dataFolder()), keep = false, model, json } = options
  const engine = options.engine === undefined ? {} : { engine: options.engine }
  const signal = interruption(
    'Reprocessing was interrupted; what was computed until then is told.',
    undefined,
    'acquisition.cancelled',
  )
  const log = openCaseLog({
    path: db,
    readOnly: !keep,
    clock: systemClock,
    newId: randomId,
    softwareVersion: softwareVersion(),
    program: 'stokes reprocess',
  })
  try {
    const other =
      model === undefined
        ? null
        : new Analysis(await openServingModel({ model, ...engine }), softwareVersion())
    const atHand = modelsAtHand(log, engine)
    const wanted = { lesionId: options.case, acquisitionId: options.acquisition }
    const counts = { results: 0, same: 0 }
    for await (const result of recomputeAll({
      ...{ log, wanted, keep, signal },
      analysisOf: (hash) => (other ? Promise.resolve(other) : atHand(hash)),
    })) {
      counts.results += 1
      if (result.same) counts.same += 1
      process.stdout.write(`${json ? JSON.stringify(result) : inWords(result)}\n`)
    }
    if (counts.results === 0) throw nothing(options)
    tell(`${counts.same} of ${counts.results} answers are the same to the bit.`)
  } finally {
    log.close()
  }
}

function inWords({ case: lesion, acquisitionId, same, differences }: RecomputedResult): string {
  const lines = differences.map(({ what, stored, again, greatest }) => {
    const by = greatest ? `, by at most ${greatest.absolute.toExponential(1)}` : ''
    return `  ${what}: ${stored ?? 'not recorded'} -> ${again ?? 'nothing'}${by}`
  })
  return [`${lesion} ${acquisitionId}: ${same ? 'same to the bit' : 'differs'}`, ...lines].join('\n')
}

function nothing({ case: lesion, acquisition }: ReprocessOptions): StokesError {
  const where = acquisition ?? lesion
  return new StokesError(
    'storage.notFound',
    where === undefined ? 'The case log has no answer.' : `The case log has no answer of ${where}.`,
    { tip: '`stokes cases` lists what it has.' },
  )
}
