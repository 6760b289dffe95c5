import { hardwareFingerprint } from './hardwareFingerprint'

const LOOK_MS = 30_000

interface EngineWatchOptions {
  /** False while a measurement or a preview runs. */
  idle: () => boolean
  /** Looks at the engines again. */
  reconsider: () => Promise<void>
  /** @default the hardware of this computer */
  fingerprint?: () => string
  /** Time of day, ms. It goes on in sleep, and timers do not. @default Date.now */
  now?: () => number
}

/** Has the engines looked at again when hardware came or went, or the computer woke, as soon as nobody measures. */
export class EngineWatch {
  private readonly timer: NodeJS.Timeout
  private seen: { fingerprint: string; at: number }
  private due = false

  constructor(private readonly options: EngineWatchOptions) {
    this.seen = this.look()
    this.timer = setInterval(() => {
      this.check()
    }, LOOK_MS)
    this.timer.unref()
  }

  /** What the timer does. */
  check(): void {
    const { fingerprint, at } = this.seen
    this.seen = this.look()
    if (this.seen.fingerprint !== fingerprint || this.seen.at - at > 2 * LOOK_MS) this.due = true
    if (!this.due || !this.options.idle()) return
    this.due = false
    // An engine that does not work any more is told of by whoever replaces it.
    this.options.reconsider().catch(() => undefined)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private look(): EngineWatch['seen'] {
    const { fingerprint = hardwareFingerprint, now = Date.now } = this.options
    return { fingerprint: fingerprint(), at: now() }
  }
}
