import { parseRecipe, type Recipe } from '../../contract/recipe'
import { nativeAddon, type NativeAddon } from '../../analysis/preprocessing/nativeAddon'
import { prepareRecipe } from '../../analysis/preprocessing/runRecipe'
import { loadRecipe } from '../../instrument/services/loadRecipe'
import { interleave, type Contender, type Peer, type Timing } from './interleave'
import { loadNpmPeer, stepsAgainstPeers } from './npmPeers'
import chainPeer from './peers/chain.py?raw'
import { startPythonPeer } from './pythonPeer'
import { benchReport, benchResult, type BenchReport, type BenchResult } from './report'
import { skinLikeSpectrum } from '../../instrument/services/skinLikeSpectrum'

const POINTS = 1024
/** Spectra of the batch. */
const BATCH = 1240
/** Spectra that are treated side by side, on one thread. */
const GROUP = 64

/** The recipes that ship on one spectrum of 1 024 points, against SciPy and PyWavelets; steps against what npm has. */
export async function benchChain(): Promise<BenchReport> {
  const paper = await against('chain', [['paper, one spectrum', await loadRecipe('paper'), 1]])
  const baselineFirst = await alone([['baseline-first, one spectrum', await loadRecipe('baseline-first'), 1]])
  return benchReport('chain', [...paper, ...baselineFirst, ...(await stepResults())])
}

async function stepResults(): Promise<BenchResult[]> {
  const { axis, spectrum } = skinLikeSpectrum(POINTS)
  const results: BenchResult[] = []
  for (const against of stepsAgainstPeers(axis, spectrum)) {
    const name = against.step.step
    const recipe = parseRecipe({ name, steps: [against.step] })
    results.push(...(await turns([[`step ${name}`, recipe, 1]], await loadNpmPeer(against))))
  }
  return results
}

/** Asymmetric least squares alone, against SciPy's banded solver. */
export async function benchAsls(): Promise<BenchReport> {
  const asls = parseRecipe({ name: 'asls', steps: [{ step: 'asls' }] })
  const results = await against('asls', [
    ['asls, one spectrum', asls, 1],
    [`asls, ${GROUP} spectra at once on one thread, each`, asls, GROUP],
  ])
  return benchReport('asls', results)
}

/** The paper's recipe on many spectra, on all cores, against a loop. */
export async function benchBatch(): Promise<BenchReport> {
  const { axis, spectra } = manySpectra(BATCH)
  const recipe = await loadRecipe('paper')
  const peer = await startPythonPeer(chainPeer, { work: 'batch', ...plain(axis, spectra) })
  const own = implementations().map(({ name, addon }) => {
    const prepared = prepareRecipe(recipe, axis, addon)
    return { name, contender: timed(() => prepared.runBatch(spectra)) }
  })
  const times = await interleave([...own.map(({ contender }) => contender), ...contenderOf(peer)])
  if ('close' in peer) peer.close()
  return benchReport(
    'batch',
    own.map(({ name }, i) =>
      benchResult(`paper, ${BATCH} spectra, ${name}`, [times[i], times[own.length]], peer),
    ),
  )
}

type Case = readonly [name: string, recipe: Recipe, spectra: number]
type Implementation = { name: string; addon: NativeAddon | null }

/** The addon where it is there, and TypeScript. */
function implementations(): Implementation[] {
  const addon = nativeAddon()
  return [...(addon ? [{ name: 'native', addon }] : []), { name: 'TypeScript', addon: null }]
}

async function against(work: string, cases: readonly Case[]) {
  const { axis, spectra } = manySpectra(1)
  const peer = await startPythonPeer(chainPeer, { work, ...plain(axis, spectra) })
  const results = await turns(cases, peer)
  if ('close' in peer) peer.close()
  return results
}

function alone(cases: readonly Case[]) {
  return turns(cases, { absent: 'no library has this chain' })
}

/** Every case in every implementation, in turns with the peer. */
async function turns(cases: readonly Case[], peer: Peer) {
  const own = cases.flatMap((one) =>
    implementations().flatMap((implementation) => oneCase(one, implementation)),
  )
  const times = await interleave([...own.map(({ contender }) => contender), ...contenderOf(peer)])
  return own.map(({ name, count }, i) => benchResult(name, [each(times[i]!, count), times[own.length]], peer))
}

/** The time of one spectrum, from that of all that are treated at once: a turn is as long for many as for one. */
function each({ best, median }: Timing, count: number): Timing {
  return { best: best / count, median: median / count }
}

function oneCase([name, recipe, count]: Case, { name: implementation, addon }: Implementation) {
  const { axis, spectra } = manySpectra(count)
  const prepared = prepareRecipe(recipe, axis, addon)
  const results = spectra.map(() => new Float64Array(prepared.axis.length))
  // A step that the addon has not got would be TypeScript's twice.
  if (addon && prepared.implementation !== 'native') return []
  const contender = timed(() => prepared.run(spectra, results))
  return [{ name: `${name}, ${implementation}`, count, contender }]
}

function timed(work: () => unknown): (repetitions: number) => Promise<number> {
  return async (repetitions) => {
    const started = performance.now()
    for (let i = 0; i < repetitions; i += 1) await work()
    return (performance.now() - started) / 1000
  }
}

function contenderOf(peer: Peer): Contender[] {
  return 'contender' in peer ? [peer.contender] : []
}

/** Spectra like each other, no two the same, the first one the plain one. */
function manySpectra(count: number) {
  const { axis, spectrum } = skinLikeSpectrum(POINTS)
  const spectra = Array.from({ length: count }, (_, k) =>
    spectrum.map((intensity, i) => intensity * (1 + k / count) + (k === 0 ? 0 : 60 * Math.sin(i * (k + 1)))),
  )
  return { axis, spectra }
}

function plain(axis: Float64Array, spectra: readonly Float64Array[]) {
  return { axis: [...axis], spectra: spectra.map((y) => [...y]) }
}
