/** One emission, on the emulator's clock; `offMs` is null while it lasts. */
export interface Emission {
  onMs: number
  offMs: number | null
}

/** The laser of an emulated instrument, and the log of what it emitted. */
export class EmulatedLaser {
  readonly log: Emission[] = []
  enabled = false
  interlockClosed = true
  modulation = { enabled: false, periodUs: 100, widthUs: 0 }
  watchdogSeconds = 10
  /** It emits on, whatever its enable says. */
  stuck = false
  private warning: NodeJS.Timeout | undefined
  private watchdog: NodeJS.Timeout | undefined

  /** @param secondMs how long one of the instrument's seconds is */
  constructor(
    private readonly hasWatchdog: boolean,
    private readonly warningSeconds: number,
    private readonly secondMs: number,
    private readonly feeds: boolean,
  ) {}

  get emitting(): boolean {
    return this.log.at(-1)?.offMs === null
  }

  enable(on: boolean): void {
    if (on === this.enabled) return
    this.enabled = on
    clearTimeout(this.warning)
    if (!on) {
      clearTimeout(this.watchdog)
      this.update(false)
      return
    }
    this.startWatchdog()
    if (this.warningSeconds === 0) this.update(true)
    else
      this.warning = setTimeout(() => {
        this.update(true)
      }, this.warningSeconds * this.secondMs)
  }

  setInterlock(closed: boolean): void {
    this.interlockClosed = closed
    // It does not come on again by itself.
    if (!closed) this.enable(false)
  }

  setWatchdog(seconds: number): void {
    this.watchdogSeconds = seconds
    if (this.feeds && this.enabled) this.startWatchdog()
  }

  /** At the end of a test. */
  stop(): void {
    clearTimeout(this.warning)
    clearTimeout(this.watchdog)
  }

  /** For how long it emitted between two moments. */
  emittedMs(fromMs: number, toMs: number): number {
    return this.log.reduce(
      (sum, { onMs, offMs }) => sum + Math.max(0, Math.min(offMs ?? Infinity, toMs) - Math.max(onMs, fromMs)),
      0,
    )
  }

  private startWatchdog(): void {
    if (!this.hasWatchdog) return
    clearTimeout(this.watchdog)
    this.watchdog = setTimeout(() => {
      this.enable(false)
    }, this.watchdogSeconds * this.secondMs)
  }

  private update(light: boolean): void {
    const now = performance.now()
    if (light && this.interlockClosed && !this.emitting) this.log.push({ onMs: now, offMs: null })
    const last = this.log.at(-1)
    if (!light && !this.stuck && last?.offMs === null) last.offMs = now
  }
}
