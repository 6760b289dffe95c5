import {
  closeSync,
  copyFileSync,
  existsSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { homedir, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { proxy, type Remote } from 'comlink'
import { caseQuerySchema, type CaseFilters, type CasePage, NO_FILTERS } from '../../../contract/cases'
import { Analysis } from '../../../instrument/services/analysis'
import type { CaseLogReads } from '../../../instrument/services/caseLogReads'
import { openServingModel } from '../../../instrument/services/servingModel'
import { startWorker } from '../../../instrument/services/startWorker'
import { systemClock } from '../../../shared/clock'
import { randomId } from '../../../shared/ids'
import { softwareVersion } from '../../../shared/softwareVersion'
import { openDatabase } from '../../../storage/nativePart'
import { openCaseLog } from '../../../storage/openCaseLog'
import { migrations } from '../../../storage/schema'
import { aloneResult, distributionOf, rounded } from '../distribution'
import { interleave } from '../interleave'
import { benchReport, benchResult, type BenchReport, type BenchResult } from '../report'
import { tell } from '../../output'
import { buildLog, FRAMES_OF_A_CASE, frameOf, noiseOf, PIXELS } from './buildLog'

const SPECTRA = 1_000_000
const TIMES = 200
const FRAMES_WHILE_LISTING = 1000
/** As often as a quick instrument sends them. */
const FRAME_EVERY_MS = 10
const GRID = 1200
/** What the writer appends for one: the frame, its line of the audit, and the pages of the indices. */
const BYTES_OF_A_FRAME = 24_000

/**
 * A case log of a million raw spectra: how long a list, a search and a case take on the thread that reads, how long a frame takes to be
 * on the disk meanwhile, and how large the file is. The log is kept for the next run.
 */
export async function benchCaseLog({ spectra = SPECTRA }: { spectra?: number }): Promise<BenchReport> {
  const shelf = join(homedir(), '.cache', 'stokes', 'bench')
  const kept = join(shelf, `case-log-${spectra}-schema-${migrations.length}.sqlite`)
  takeFormer(shelf, `case-log-${spectra}-schema-`, kept)
  buildLog(kept, spectra, await templateAnswer())
  const folder = mkdtempSync(join(tmpdir(), 'stokes-bench-log-'))
  const path = join(folder, 'cases.sqlite')
  copyFileSync(kept, path)
  const reads = startWorker<CaseLogReads>('caseLogReadsWorker', { path }, (reason) => {
    throw reason
  })
  try {
    const cases = Math.ceil(spectra / FRAMES_OF_A_CASE)
    const quiet = await looking(reads.api, cases, 'listed')
    const { inserts, listed, disk } = await whileListing(path, reads.api, cases)
    return benchReport('caselog', [
      ...quiet,
      listed,
      inserts,
      disk,
      ...(await together(reads.api)),
      await pageInTheMiddle(path, cases),
      ...opening(path),
      size(kept, cases),
    ])
  } finally {
    await reads.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One of an earlier schema is brought along, which is quicker than to build it anew, and as any log of that age. */
function takeFormer(shelf: string, prefix: string, kept: string): void {
  if (!existsSync(shelf) || existsSync(kept)) return
  const isLog = (name: string) => name.startsWith(prefix) && name.endsWith('.sqlite')
  const former = readdirSync(shelf).find(isLog)
  if (!former) return
  tell(`case log of the bench: ${former} is brought to the schema of today`)
  const path = join(shelf, former)
  const log = openLog(path)
  log.close()
  if (log.backup) rmSync(log.backup)
  renameSync(path, kept)
  for (const name of readdirSync(shelf)) if (name.startsWith(former)) rmSync(join(shelf, name))
}

async function templateAnswer() {
  const analysis = new Analysis(await openServingModel({ engine: 'onnx-cpu' }), softwareVersion())
  const noise = noiseOf(7)
  const frames = Array.from({ length: 9 }, (_, i) => frameOf(i + 1, 30, noise))
  return analysis.answer({
    device: { origin: 'simulated', badPixels: [], saturationCounts: 65_535 },
    wavenumbers: Float64Array.from({ length: PIXELS }, (_, i) => 400 + (1600 * i) / (PIXELS - 1)),
    frames,
    darkFrames: [frameOf(0, 30, noise)],
  })
}

const query = (search: string, filters: Partial<CaseFilters> = {}, cursor: string | null = null) =>
  caseQuerySchema.parse({ search, cursor, filters: { ...NO_FILTERS, ...filters } })

/** What people ask of a list, one after the other. */
const questions = (cases: number) => [
  (i: number) => query(`P-${String((i * 7919) % cases).padStart(7, '0')}`),
  () => query('back'),
  () => query('seldom found'),
  () => query('nothing has this'),
  (i: number) => query('', { skinTypes: [1 + (i % 6)], bodySites: ['head', 'neck'] }),
  () => query('', { diagnoses: ['melanoma'], answers: ['benign'] }),
  () => query('', { answers: ['quality'] }),
  () => query('seam', { diagnoses: ['none'], from: '2024-01-01' }),
  () => query(''),
]

/** `processor` is what the whole program took of it meanwhile: it says the same on a machine that others use. */
async function timed<T>(work: () => Promise<T>, times: number[], processor: number[] = []): Promise<T> {
  const before = process.cpuUsage()
  const start = performance.now()
  const result = await work()
  times.push(performance.now() - start)
  const { user, system } = process.cpuUsage(before)
  processor.push((user + system) / 1000)
  return result
}

const percentile95 = (times: readonly number[]) =>
  rounded(times.toSorted((a, b) => a - b)[Math.floor(0.95 * times.length)]!)

const alone = (name: string, times: readonly number[], processor: readonly number[] = []): BenchResult =>
  aloneResult(name, distributionOf(times), 'ms', {
    p95: percentile95(times),
    ...(processor.length > 0 && { processorP95: percentile95(processor) }),
    load: rounded(loadavg()[0]!),
  })

async function looking(reads: Remote<CaseLogReads>, cases: number, name: string): Promise<BenchResult[]> {
  const [lists, processor, opens]: [number[], number[], number[]] = [[], [], []]
  await reads.list(query(''))
  for (let i = 0; i < TIMES; i++) {
    const asked = questions(cases)
    await timed(() => reads.list(asked[i % asked.length]!(i)), lists, processor)
    const page: CasePage = await reads.list(query(`P-${String((i * 104_729) % cases).padStart(7, '0')}`))
    await timed(async () => {
      const detail = await reads.open(page.rows[0]!.lesion.id)
      const { id } = detail.acquisitions[0]!
      await Promise.all([reads.spectrum(id), reads.result(id)])
    }, opens)
  }
  return [
    alone(`${name}: search, filters, first page`, lists, processor),
    alone('a case opened, with spectrum and answer', opens),
  ]
}

async function whileListing(path: string, reads: Remote<CaseLogReads>, cases: number) {
  const log = openLog(path)
  try {
    const [inserts, lists, plain]: [number[], number[], number[]] = [[], [], []]
    const file = openSync(`${path}.plain`, 'a')
    const bytes = new Uint8Array(BYTES_OF_A_FRAME)
    const [{ lesion }] = log.cases.list(query('')).rows as [CasePage['rows'][0]]
    const previous = log.cases.open(lesion.id).acquisitions[0]!
    const { id } = log.acquisitions.start({
      ...{
        lesionId: lesion.id,
        operatorId: previous.operatorId,
        device: previous.device,
        plan: previous.plan,
      },
      wavenumbers: log.acquisitions.wavenumbers(previous.id),
    })
    const noise = noiseOf(3)
    const recording = new AbortController()
    const listing = (async () => {
      for (let i = 0; !recording.signal.aborted; i++) {
        const asked = questions(cases)
        await timed(() => reads.list(asked[i % asked.length]!(i)), lists)
      }
    })()
    for (let sequence = 0; sequence < FRAMES_WHILE_LISTING; sequence++) {
      const frame = frameOf(sequence + 1, 30, noise)
      const start = performance.now()
      log.frames.append(id, frame, 'sample')
      inserts.push(performance.now() - start)
      if (sequence % 4 === 0) {
        const begin = performance.now()
        writeSync(file, bytes)
        fdatasyncSync(file)
        plain.push(performance.now() - begin)
      }
      await new Promise((done) => setTimeout(done, Math.max(0, FRAME_EVERY_MS - (performance.now() - start))))
    }
    recording.abort()
    await listing
    log.acquisitions.finish(id, { status: 'complete' })
    closeSync(file)
    return {
      inserts: alone('a frame on the disk, while others list', inserts),
      disk: alone('as many bytes in a plain file, waited for, meanwhile', plain),
      listed: alone('listed while frames are recorded', lists),
    }
  } finally {
    log.close()
  }
}

/** All cases at once: how often they were measured and how the answers agree, and all their spectra by class. */
async function together(reads: Remote<CaseLogReads>): Promise<BenchResult[]> {
  const goOn = proxy(() => true)
  const all = { search: '', filters: NO_FILTERS }
  const [statistics, counting]: [number[], number[]] = [[], []]
  const [spectra, reading]: [number[], number[]] = [[], []]
  for (let i = 0; i < 3; i++) await timed(() => reads.statistics(all, goOn), statistics, counting)
  await timed(() => reads.compare(all, null, goOn), spectra, reading)
  return [
    alone('statistics of all cases', statistics, counting),
    alone('the spectra of all cases, by class', spectra, reading),
  ]
}

/** The page in the middle: by its cursor, and as SQL counts pages. */
async function pageInTheMiddle(path: string, cases: number): Promise<BenchResult> {
  const log = openLog(path, true)
  const database = openDatabase(path, { readonly: true })
  try {
    const middle = Math.floor(cases / 2)
    const byOffset = database.prepare(
      'SELECT id FROM lesion ORDER BY lastChangedAt DESC, entry DESC LIMIT 50 OFFSET ?',
    )
    const { entry, lastChangedAt } = database
      .prepare(
        'SELECT entry, lastChangedAt FROM lesion ORDER BY lastChangedAt DESC, entry DESC LIMIT 1 OFFSET ?',
      )
      .get(middle) as { entry: number; lastChangedAt: string }
    const cursor = Buffer.from(JSON.stringify([lastChangedAt, entry])).toString('base64url')
    const repeated = (work: () => unknown) => (repetitions: number) => {
      const start = performance.now()
      for (let i = 0; i < repetitions; i++) work()
      return (performance.now() - start) / 1000
    }
    const times = await interleave([
      repeated(() => log.cases.list(query('', {}, cursor))),
      repeated(() => byOffset.all(middle)),
    ])
    return benchResult('the page in the middle', times, { version: 'SQLite, OFFSET, ids alone' })
  } finally {
    database.close()
    log.close()
  }
}

/** What a start waits for, with this log and with an empty one. */
function opening(path: string): BenchResult[] {
  const empty = `${path}.empty`
  openLog(empty).close()
  const open = (file: string) => {
    const times: number[] = []
    for (let i = 0; i < 10; i++) {
      const start = performance.now()
      const log = openLog(file)
      log.cases.list(query(''))
      times.push(performance.now() - start)
      log.close()
    }
    return times
  }
  return [alone('opened to write, and listed', open(path)), alone('the same, of an empty log', open(empty))]
}

function size(path: string, cases: number): BenchResult {
  const frames = cases * FRAMES_OF_A_CASE * PIXELS * 2
  // Of each answer the spectrum and the map.
  const answers = cases * 2 * GRID * 8
  const bytes = statSync(path).size
  const ratio = rounded(bytes / (frames + answers))
  return aloneResult('size of the file over that of its numbers', distributionOf([ratio]), 'times', {
    megabytes: Math.round(bytes / 1e6),
    megabytesOfFrames: Math.round(frames / 1e6),
    megabytesOfAnswers: Math.round(answers / 1e6),
  })
}

function openLog(path: string, readOnly = false) {
  return openCaseLog({
    ...{ path, readOnly, clock: systemClock, newId: randomId, softwareVersion: softwareVersion() },
    ...{ masterKey: null, program: 'stokes bench' },
  })
}
