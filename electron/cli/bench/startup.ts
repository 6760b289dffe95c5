import { rm } from 'node:fs/promises'
import { aloneResult, distributionOf } from './distribution'
import { benchReport, type BenchReport } from './report'
import { BenchedApplication } from './window/application'
import type { ShownMark } from './window/marks'

const STARTS = 7

/** ms since the epoch. */
interface Start {
  spawnedAt: number
  documentAt: number
  mountedAt: number
  connectedAt: number
  paintedAt: number
}

/**
 * From the spawning of the application to its first painted live frame: it connects to the virtual microscope by itself, and
 * the live view is switched on as soon as that can be done. The first start ever has nothing to remember.
 */
export async function benchStartup(): Promise<BenchReport> {
  const first = await BenchedApplication.start()
  const { dataFolder } = first
  try {
    const firstEver = await phasesOf(first)
    const starts: Start[] = []
    for (let i = 0; i < STARTS; i++) starts.push(await phasesOf(await BenchedApplication.start(dataFolder)))
    const since = (name: string, at: keyof Start, of = starts) =>
      aloneResult(`spawned to ${name}`, distributionOf(of.map((start) => start[at] - start.spawnedAt)), 'ms')
    return benchReport('startup', [
      since('the first live frame painted', 'paintedAt'),
      since('page opened', 'documentAt'),
      since('page mounted', 'mountedAt'),
      since('microscope connected', 'connectedAt'),
      since('the first live frame painted, first start ever', 'paintedAt', [firstEver]),
    ])
  } finally {
    await rm(dataFolder, { recursive: true, force: true })
  }
}

async function phasesOf(application: BenchedApplication): Promise<Start> {
  try {
    const phases = await application.evaluate<Omit<Start, 'spawnedAt' | 'paintedAt'>>('bench.begin()')
    const [{ paintedAt }] = await application.evaluate<[ShownMark]>(
      'bench.poll(() => bench.shown.length > 0 && bench.shown)',
    )
    return { ...phases, paintedAt, spawnedAt: application.spawnedAt }
  } finally {
    await application.close({ keep: true })
  }
}
