import { StokesError } from '../../contract/errors'
import { caseLogPath } from '../../instrument/services/createServices'
import { loadRecipe } from '../../instrument/services/loadRecipe'
import { modelsAtHand } from '../../instrument/services/recompute/modelsAtHand'
import { recomputeAll, type RecomputedResult } from '../../instrument/services/recompute/recomputeAll'
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
  recipe?: string
  engine?: string
  keep?: boolean
  json?: boolean
}

/** Computes stored answers again from their raw frames, and says of each whether it is the same to the bit, or what differs. */
export async function reprocess(options: ReprocessOptions): Promise<void> {
  const { db = caseLogPath(dataFolder()), keep = false, json } = options
  const recipe = options.recipe === undefined ? undefined : await loadRecipe(options.recipe)
  if (recipe && keep) throw nothingToKeep()
  // The newest answer is the one that is shown: a model comes to it by promotion alone.
  if (options.model !== undefined && keep) throw notPromoted()
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
    const wanted = { lesionId: options.case, acquisitionId: options.acquisition }
    const counts = { results: 0, same: 0 }
    for await (const result of recomputeAll({
      ...{ log, wanted, recipe, keep, signal },
      analysisOf: modelsAtHand(log, options),
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

function notPromoted(): StokesError {
  return new StokesError('usage.invalid', 'Answers of a model that does not serve are not kept.', {
    tip: 'Put the model into service on the Learning screen, or compare without --keep.',
  })
}

function nothingToKeep(): StokesError {
  return new StokesError(
    'usage.invalid',
    'What another recipe leaves of a spectrum is no answer to be kept.',
    {
      tip: 'Leave --keep out, or name a model with --model: it brings its recipe.',
    },
  )
}
