import { StokesError } from '../contract/errors'
import { asStokesError } from './asStokesError'
import type { Driver } from './driver'
import type { MicroscopeStateStore } from './microscopeStateStore'
import type { Run } from './run'

/** One run at a time; after each, and on every stop, the laser is read back as off or the connection is given up. */
export class RunKeeper<R extends Run> {
  private run: R | null = null
  /** Stops asked for so far: what was begun before one does not run after it. */
  private stops = 0

  constructor(
    private readonly driver: Pick<Driver<R>, 'newRun' | 'dropLaser' | 'switchLaserOff'>,
    private readonly state: MicroscopeStateStore,
    /** Called when the connection is of no use any more. */
    private readonly giveUp: (problem: StokesError) => void,
  ) {}

  isIdle(): boolean {
    return this.run === null && this.state.current.connection === 'idle'
  }

  /**
   * Runs `body`; a preview that runs is ended first.
   *
   * @throws acquisition.running, acquisition.cancelled, device.wrongState, and what `body` throws
   */
  async perform(kind: Run['kind'], body: (run: R) => Promise<void>): Promise<void> {
    const run = await this.begin(kind)
    const outcome = body(run).then(
      () => null,
      (error: unknown) => ({ error }),
    )
    run.ended = outcome.then(() => this.conclude())
    await run.ended
    const { connection, problem } = this.state.current
    if (connection === 'error' && problem) throw problem
    const failure = await outcome
    if (failure) throw failure.error
  }

  /** Ends what runs, if it is of this kind. */
  async end(kind: Run['kind'], reason: StokesError): Promise<void> {
    const { run } = this
    if (run?.kind !== kind) return
    run.stop(reason)
    await run.ended
  }

  /** Laser off at once, whatever runs or is about to; resolves when it was read back as off, or the connection given up. */
  async stopAll(reason: StokesError): Promise<void> {
    this.stops += 1
    this.driver.dropLaser()
    const { run } = this
    run?.stop(reason)
    if (run) await run.ended
    else await this.switchOff()
  }

  /** @throws acquisition.running */
  requireNoAcquisition(): void {
    if (this.run?.kind !== 'acquisition') return
    throw new StokesError('acquisition.running', 'A measurement runs already.', {
      tip: 'Wait until it has finished, or cancel it.',
    })
  }

  /** Whatever runs fails with this. */
  abandon(problem: StokesError): void {
    this.run?.stop(problem)
  }

  private async begin(kind: Run['kind']): Promise<R> {
    const { stops } = this
    while (this.run) {
      this.requireNoAcquisition()
      await this.end('preview', cancelled('A measurement took its place.'))
    }
    if (stops !== this.stops) throw cancelled('The laser was stopped before it began.')
    const { connection, problem } = this.state.current
    if (connection !== 'idle') {
      throw (
        problem ??
        new StokesError('device.wrongState', `The instrument is ${connection}.`, { tip: 'Connect it again.' })
      )
    }
    this.run = this.driver.newRun(kind)
    return this.run
  }

  private async conclude(): Promise<void> {
    await this.switchOff()
    this.run = null
    const { connection, readings } = this.state.current
    if (connection === 'error') return
    // Readings of the run are older than that the laser was read back as off.
    const dark = readings && { ...readings, laserEmitting: false, laserArmed: false }
    this.state.change({ connection: 'idle', preview: null, readings: dark })
  }

  private async switchOff(): Promise<void> {
    try {
      await this.driver.switchLaserOff()
    } catch (error) {
      this.giveUp(asStokesError(error))
    }
  }
}

export function cancelled(message: string): StokesError {
  return new StokesError('acquisition.cancelled', message)
}
