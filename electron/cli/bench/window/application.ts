import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { AcquisitionPlan } from '../../../contract/acquisition'
import { StokesError } from '../../../contract/errors'
import { resourcesFolder } from '../../../shared/paths'
import { Devtools } from './devtools'
import driver from './driver.js?raw'

const POLL_MS = 20
const LOADED = `document.querySelector('#app')?.__vue_app__ !== undefined`
const KILL_AFTER_MS = 10_000

interface Evaluated {
  result: { value?: unknown }
  exceptionDetails?: { text: string; exception?: { description?: string } }
}

/** The application in a real window on the virtual microscope, with a case log of its own, driven from here. */
export class BenchedApplication {
  private constructor(
    /** When its process was spawned, ms since the epoch. */
    readonly spawnedAt: number,
    private readonly child: ChildProcess,
    private readonly devtools: Devtools,
    private readonly session: string,
    readonly dataFolder: string,
  ) {}

  /**
   * @param dataFolder of an application that ended; left out, one that was never started
   * @throws usage.invalid where there is no display or no checkout to run it from
   */
  static async start(dataFolder?: string): Promise<BenchedApplication> {
    requireWindow()
    dataFolder ??= await mkdtemp(join(tmpdir(), 'stokes-bench-'))
    const { ELECTRON_RUN_AS_NODE: _, STOKES_ELECTRON_SWITCHES = '', ...env } = process.env
    const args = [
      ...STOKES_ELECTRON_SWITCHES.split(' ').filter(Boolean),
      '--remote-debugging-pipe',
      '--log-level=3',
      dirname(resourcesFolder()),
    ]
    const spawnedAt = Date.now()
    const child = spawn(process.execPath, args, {
      env: { ...env, STOKES_DATA: dataFolder },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    })
    const [, , , commands, replies] = child.stdio
    const devtools = new Devtools(commands as Writable, replies as Readable)
    const session = await attach(devtools)
    const application = new BenchedApplication(spawnedAt, child, devtools, session, dataFolder)
    // A page that is still loading loses what is put into it.
    while (!(await application.evaluate<boolean>(LOADED).catch(() => false))) await wait(POLL_MS)
    await application.evaluate(driver)
    return application
  }

  get pid(): number {
    return this.child.pid!
  }

  /** Runs a script in the window; a promise is waited for. What it gives must be JSON. */
  async evaluate<Result>(expression: string): Promise<Result> {
    const { result, exceptionDetails } = (await this.devtools.send(
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true },
      this.session,
    )) as Evaluated
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value as Result
  }

  /** A simulated patient, and a first measurement of this plan. */
  prepare(plan: Partial<AcquisitionPlan>): Promise<string> {
    return this.evaluate(`bench.prepare(${JSON.stringify(plan)})`)
  }

  /** Measures; gives `answered`, or why not. */
  measure(plan: Partial<AcquisitionPlan>): Promise<string> {
    return this.evaluate(`bench.measure(${JSON.stringify(plan)})`)
  }

  /** What the scripts of the window hold after a forced garbage collection, MB. */
  async heldMegabytes(): Promise<number> {
    await this.devtools.send('HeapProfiler.collectGarbage', {}, this.session)
    const { usedSize } = (await this.devtools.send('Runtime.getHeapUsage', {}, this.session)) as {
      usedSize: number
    }
    return usedSize / 2 ** 20
  }

  async close({ keep = false } = {}): Promise<void> {
    const { child } = this
    if (child.exitCode === null) {
      const ended = once(child, 'exit')
      child.kill()
      const killed = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
      await ended
      clearTimeout(killed)
    }
    if (!keep) await rm(this.dataFolder, { recursive: true, force: true })
  }
}

/** The session of the window's page, as soon as there is one. */
async function attach(devtools: Devtools): Promise<string> {
  for (;;) {
    const { targetInfos } = (await devtools.send('Target.getTargets')) as {
      targetInfos: { type: string; targetId: string; url: string }[]
    }
    const page = targetInfos.find(({ type, url }) => type === 'page' && url.startsWith('stokes:'))
    if (page) {
      const { sessionId } = (await devtools.send('Target.attachToTarget', {
        targetId: page.targetId,
        flatten: true,
      })) as { sessionId: string }
      return sessionId
    }
    await wait(POLL_MS)
  }
}

function requireWindow(): void {
  if (resourcesFolder().includes('.asar'))
    throw new StokesError('usage.invalid', 'The window is measured from a checkout alone.', {
      tip: 'Clone the repository, and run npx stokes bench there.',
    })
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    throw new StokesError('usage.invalid', 'There is no display to measure a window on.', {
      tip: 'Run npx stokes bench, which opens a virtual one, or set DISPLAY.',
    })
}
