import { createWriteStream, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { recipeHash } from '../../analysis/preprocessing/recipeHash'
import { StokesError } from '../../contract/errors'
import type { Reprocessing, ReprocessingOutcome } from '../../contract/reprocessing'
import { caseLogPath } from '../../instrument/services/createServices'
import { loadRecipe } from '../../instrument/services/loadRecipe'
import { openToRead, readCaseLog, readCaseLogWhile } from '../../instrument/services/readCaseLog'
import { chosenInWords } from '../../instrument/services/reprocess/chosenInWords'
import { ReprocessDesk, type PreparedBatch } from '../../instrument/services/reprocess/reprocessDesk'
import { reprocessedCsvLines } from '../../instrument/services/reprocess/reprocessedCsv'
import { runReprocessing } from '../../instrument/services/reprocess/runReprocessing'
import { modelFolder } from '../../instrument/services/servingModel'
import { openModelBundle } from '../../models/registry/openModelBundle'
import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { dataFolder } from '../../shared/paths'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog, type CaseLog } from '../../storage/openCaseLog'
import type { NewReprocessedResult } from '../../storage/repositories/reprocessings'
import { interruption } from '../learning/interruption'
import { answer, tell } from '../output'
import { replaceFile } from '../writeFileSafely'

export interface ReprocessBatchOptions {
  db?: string
  case?: string
  acquisition?: string
  model?: string
  recipe?: string
  engine?: string
  resume?: string
  json?: boolean
}

const PROGRAM = 'stokes reprocess'

/** Computes stored cases again as a batch that is kept: it can be resumed, and nothing of it is ever the answer of a case. */
export async function reprocessBatch(options: ReprocessBatchOptions): Promise<void> {
  const { db = caseLogPath(dataFolder()), json } = options
  const signal = interruption(
    'The batch was interrupted; what was computed until then is kept.',
    '`stokes reprocess --resume ID` goes on where it ended; `--batches` lists the ids.',
    'acquisition.cancelled',
  )
  // A writer would make one.
  if (!existsSync(db)) openToRead(db)
  const log = openCaseLog({
    path: db,
    program: PROGRAM,
    clock: systemClock,
    newId: randomId,
    softwareVersion: softwareVersion(),
  })
  try {
    const folder = options.model === undefined ? undefined : modelFolder(options.model)
    const desk = new ReprocessDesk({
      openToRead: () => log,
      // Nothing is laid beside a file that somebody names.
      rememberIn: options.db === undefined ? dirname(db) : undefined,
      modelFolder: folder,
    })
    const { id } =
      options.resume === undefined
        ? await start(log, desk, folder, options)
        : log.reprocessings.resume(options.resume)
    tell(`Batch ${id}`)
    await run(log, desk, id, signal, (row) => {
      process.stdout.write(`${json ? JSON.stringify(lineOf(log, id, row)) : inWords(log, row)}\n`)
    })
    for (const outcome of log.reprocessedResults.outcome(id)) tell(outcomeInWords(outcome))
    const { done, workedMs } = log.reprocessings.get(id)
    tell(
      `${done} measurements in ${(workedMs / 1000).toFixed(1)} s, ${((done / workedMs) * 1000).toFixed(1)} a second.`,
    )
    signal.throwIfAborted()
  } finally {
    log.close()
  }
}

async function start(
  log: CaseLog,
  desk: ReprocessDesk,
  folder: string | undefined,
  { case: lesionId, acquisition: acquisitionId, recipe: wanted, ...options }: ReprocessBatchOptions,
): Promise<Reprocessing> {
  const engine = options.engine ?? null
  const recipe = wanted === undefined ? null : await loadRecipe(wanted)
  const prepared = await prepare(desk, folder, wanted, engine)
  if (folder !== undefined && recipe && recipeHash(recipe) !== prepared.recipe?.hash)
    throw ownRecipe(recipe.name)
  const acquisitions = log.reprocessings.chooseBy({ lesionId, acquisitionId })
  const chosen = acquisitionId
    ? `measurement ${acquisitionId}`
    : lesionId
      ? `case ${lesionId}`
      : chosenInWords({})
  return log.reprocessings.start({ ...prepared, operatorId: null, engine, chosen, acquisitions })
}

async function prepare(
  desk: ReprocessDesk,
  folder: string | undefined,
  recipe: string | undefined,
  engine: string | null,
): Promise<PreparedBatch> {
  if (folder !== undefined)
    return desk.prepare({ kind: 'model', hash: (await openModelBundle(folder)).hash }, engine)
  return desk.prepare(recipe === undefined ? { kind: 'own' } : { kind: 'recipe', recipe }, engine)
}

/** However it ends, the case log knows. */
async function run(
  log: CaseLog,
  desk: ReprocessDesk,
  id: string,
  signal: AbortSignal,
  onRow: (row: NewReprocessedResult) => void,
): Promise<void> {
  const { reprocessings } = log
  const begunAt = systemClock.monotonicMs()
  const workedMs = () => systemClock.monotonicMs() - begunAt
  try {
    await runReprocessing({
      ...(await desk.begin(id)),
      next: async () => {
        // A signal is heard between two measurements.
        await new Promise(setImmediate)
        return desk.next()
      },
      record: (rows) => {
        reprocessings.record(id, rows)
        rows.forEach(onRow)
      },
      onProgress: () => undefined,
      clock: systemClock,
      signal,
    })
  } catch (error) {
    const { code, message, tip } =
      error instanceof StokesError ? error : new StokesError('internal.unexpected', String(error))
    reprocessings.end(id, {
      state: 'failed',
      problem: { code, message, ...(tip && { tip }) },
      workedMs: workedMs(),
    })
    throw error
  }
  reprocessings.end(id, {
    state: signal.aborted ? 'cancelled' : 'finished',
    problem: null,
    workedMs: workedMs(),
  })
}

/** The batches of a case log, newest first. */
export function listBatches({ db = caseLogPath(dataFolder()), json }: ReprocessBatchOptions): void {
  const batches = readCaseLog(db, (log) => log.reprocessings.list())
  answer(batches, { json }, () => batches.map(batchInWords).join('\n') || 'No batch was computed yet.')
}

/** What came of a batch: in numbers, or each measurement in a file. */
export async function tellOutcome({
  db = caseLogPath(dataFolder()),
  outcome: id,
  csv,
  json,
}: ReprocessBatchOptions & { outcome: string; csv?: string }): Promise<void> {
  await readCaseLogWhile(db, async (log) => {
    const outcomes = log.reprocessedResults.outcome(id)
    if (csv !== undefined) {
      await replaceFile(csv, (part) => pipeline(reprocessedCsvLines(log, id), createWriteStream(part)))
    }
    answer({ batch: log.reprocessings.get(id), outcomes }, { json }, () =>
      outcomes.map(outcomeInWords).join('\n'),
    )
  })
}

/** As `stokes reprocess` says it of one answer, and of which batch. */
function lineOf(log: CaseLog, batch: string, row: NewReprocessedResult) {
  const { acquisitionId, lesionId } = log.reprocessings.measurement(row.acquisitionEntry)
  const { resultId, verdict, same, differences, problem, storedSaid, said, storedProbability, probability } =
    row
  return {
    ...{
      batch,
      case: lesionId,
      acquisitionId,
      resultId,
      verdict,
      same: verdict === 'computed' && same === true,
    },
    ...{ storedSaid, said, storedProbability, probability, differences, problem },
  }
}

function inWords(log: CaseLog, row: NewReprocessedResult): string {
  const { acquisitionId, lesionId } = log.reprocessings.measurement(row.acquisitionEntry)
  const { verdict, same, storedSaid, said, problem } = row
  const became =
    verdict === 'computed'
      ? said === storedSaid
        ? `${said}${same ? ', same to the bit' : ''}`
        : `${storedSaid} -> ${said}`
      : (problem?.message ?? (same ? 'same spectrum' : 'another spectrum'))
  return `${lesionId} ${acquisitionId}: ${became}`
}

function batchInWords({ id, createdAt, model, recipe, chosen, state, done, total }: Reprocessing): string {
  const by = model?.name ?? (recipe ? `recipe ${recipe.name}` : 'each by its own model')
  return `${id}  ${createdAt.slice(0, 16).replace('T', ' ')}  ${state}  ${done} of ${total}  ${by}  ${chosen}`
}

function outcomeInWords({ origin, measurements, verdicts, same, confusion }: ReprocessingOutcome): string {
  const other = confusion.filter(({ stored, again }) => stored !== again)
  const changed = other.reduce((sum, { count }) => sum + count, 0)
  const { unasked, refused, failed } = verdicts
  return (
    `${origin}: ${measurements} measurements, ${same} the same to the bit, ${changed} with another answer, ` +
    `${unasked} without a model, ${refused} refused, ${failed} failed.`
  )
}

function ownRecipe(name: string): StokesError {
  return new StokesError(
    'model.wrongRecipe',
    `The model does not run on ${name}: it brings its own recipe.`,
    {
      tip: 'Leave --recipe out, or leave --model out to compare quality and spectra.',
    },
  )
}
