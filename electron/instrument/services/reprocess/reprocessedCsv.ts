import { StokesError } from '../../../contract/errors'
import { csvCell } from '../../../storage/exchange/csv'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { ReprocessedLine } from '../../../storage/repositories/reprocessedResults'

/** More do not fit into the memory of a window. */
const MOST_LINES = 100_000

type Cell = string | number | boolean | null

const columns: readonly (readonly [name: string, of: (line: ReprocessedLine) => Cell])[] = [
  ['case', ({ lesionId }) => lesionId],
  ['patient', ({ pseudonym }) => pseudonym],
  ['measurement', ({ acquisitionId }) => acquisitionId],
  ['measured', ({ measuredAt }) => measuredAt],
  ['origin', ({ origin }) => origin],
  ['outcome', ({ verdict }) => verdict],
  ['sameToTheBit', ({ same }) => same],
  ['storedAnswer', ({ storedSaid }) => storedSaid],
  ['answer', ({ said }) => said],
  ['storedProbability', ({ storedProbability }) => storedProbability],
  ['probability', ({ probability }) => probability],
  ['storedPasses', ({ storedPass }) => storedPass],
  ['passes', ({ pass }) => pass],
  ['failedGates', ({ gates }) => gates.join(' ')],
  ['greatestSpectrumDifference', ({ spectrumDifference }) => spectrumDifference],
  ['model', ({ modelHash }) => modelHash],
  ['engine', ({ engine }) => engine],
  ['reason', ({ problem }) => problem],
]

/** What came of a batch, a line for each measurement; a head first. */
export function* reprocessedCsvLines(
  { reprocessedResults }: Pick<CaseLog, 'reprocessedResults'>,
  id: string,
): Generator<string> {
  yield `${columns.map(([name]) => name).join(',')}\n`
  for (const line of reprocessedResults.lines(id)) {
    const cells = columns.map(([, of]) => {
      const cell = of(line)
      return typeof cell === 'string' ? csvCell(cell) : String(cell ?? '')
    })
    yield `${cells.join(',')}\n`
  }
}

/** The same as one text. @throws StokesError `usage.invalid` for more than a window can hold */
export function reprocessedCsv(
  log: Pick<CaseLog, 'reprocessings' | 'reprocessedResults'>,
  id: string,
): string {
  const { done } = log.reprocessings.get(id)
  if (done > MOST_LINES) {
    throw new StokesError(
      'usage.invalid',
      `The batch has ${done} measurements, and a window can save at most ${MOST_LINES}.`,
      { tip: 'Save it with `stokes reprocess --outcome ID --csv FILE`.' },
    )
  }
  return [...reprocessedCsvLines(log, id)].join('')
}
