import { aloneResult, distributionOf } from './distribution'
import { benchReport, type BenchReport } from './report'
import { BenchedApplication } from './window/application'
import type { ShownMark } from './window/marks'

const STARTS = 7

interface Phases {
  documentAt: number
  mountedAt: number
  connectedAt: number
  paintedAt: number
}

/**
 * From the spawning of the application to its first painted live frame: it connects to the virtual microscope by itself, and the live
 * view is switched on as soon as the button of the toolbar could be pressed.
 */
export async function benchStartup(): Promise<BenchReport> {
  const phases: (Phases & { spawnedAt: number })[] = []
  for (let i = 0; i < STARTS; i++) phases.push(await start())
  const since = (name: string, at: keyof Phases) =>
    aloneResult(
      `spawned to ${name}`,
      distributionOf(phases.map((start) => start[at] - start.spawnedAt)),
      'ms',
    )
  return benchReport('startup', [
    since('the first live frame painted', 'paintedAt'),
    since('page opened', 'documentAt'),
    since('page mounted', 'mountedAt'),
    since('microscope connected', 'connectedAt'),
  ])
}

async function start(): Promise<Phases & { spawnedAt: number }> {
  const application = await BenchedApplication.start()
  try {
    const phases = await application.evaluate<Omit<Phases, 'paintedAt'>>('bench.begin()')
    const [{ paintedAt }] = await application.evaluate<[ShownMark]>(
      'bench.poll(() => bench.shown.length > 0 && bench.shown)',
    )
    return { ...phases, paintedAt, spawnedAt: application.spawnedAt }
  } finally {
    await application.close()
  }
}
