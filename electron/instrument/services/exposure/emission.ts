import type { NewBooking } from '../../../contract/exposure'
import { StokesError } from '../../../contract/errors'
import type { RawFrame } from '../../../contract/frame'
import type { Microscope, MicroscopeState } from '../../../devices/microscope'
import type { Clock } from '../../../shared/clock'
import type { BookedLight } from '../../../storage/repositories/exposures'

/** For the way from here to the laser. */
const MARGIN_MS = 100

interface EmissionOptions {
  microscope: Microscope
  clock: Clock
  booking: NewBooking
  /** How long it may last in all at so much power at the sample, s. */
  allowedSeconds: (powerMilliwatts: number) => number
  /** What the instrument says of its power, as it is at the sample, mW. */
  atSample: (instrumentMilliwatts: number) => number
  /** Told once, with what was emitted: for 0 ms where the laser did not come to fire. */
  onOver: (light: Omit<BookedLight, 'bookingId'>) => void
}

/**
 * One firing on a lesion. From when the laser is armed until it is read back as off it counts as emitting, at the highest
 * power that was seen. It is switched off when the limit of the site is reached.
 */
export class Emission {
  /** Why it was switched off from here. */
  stoppedBecause: StokesError | null = null
  /** The laser is off. */
  isOver = false
  private lit: { at: number; startedAt: string } | null = null
  private powerMilliwatts: number
  private timer: NodeJS.Timeout | undefined
  private readonly stopListening: () => void

  constructor(private readonly options: EmissionOptions) {
    this.powerMilliwatts = options.booking.powerMilliwatts
    this.stopListening = options.microscope.onState((state) => {
      this.follow(state)
    })
  }

  /** What the frame says of the light: more power than was thought leaves less time. */
  saw({ laser, integrationTimeMs, laserPowerMilliwatts }: RawFrame): void {
    if (laser === 'off' || this.isOver) return
    this.begin(integrationTimeMs)
    const power = this.options.atSample(laserPowerMilliwatts ?? 0)
    if (power <= this.powerMilliwatts) return
    this.powerMilliwatts = power
    this.limitTime()
  }

  /** What was emitted up to now; nothing while it is dark. */
  soFar(): Omit<BookedLight, 'bookingId'> {
    const { clock } = this.options
    const { startedAt, at } = this.lit ?? { startedAt: clock.timestamp(), at: null }
    const durationMs = at === null ? 0 : clock.monotonicMs() - at
    return { startedAt, durationMs, powerMilliwatts: this.powerMilliwatts }
  }

  /** A preview makes way for what comes next. */
  async endPreview(): Promise<void> {
    await this.options.microscope.stopPreview()
    this.end()
  }

  /** The laser is off, that much later at the latest. */
  end(afterMs = 0): void {
    if (this.isOver) return
    this.isOver = true
    clearTimeout(this.timer)
    this.stopListening()
    const light = this.soFar()
    this.options.onOver(this.lit ? { ...light, durationMs: light.durationMs + afterMs } : light)
  }

  private follow({ connection }: MicroscopeState): void {
    if (connection === 'armed') this.begin(0)
    else if (this.lit && connection !== 'acquiring')
      this.end(connection === 'idle' ? 0 : this.options.microscope.watchdogMs)
  }

  private begin(agoMs: number): void {
    if (this.lit) return
    const { clock } = this.options
    const startedAt = new Date(Date.parse(clock.timestamp()) - agoMs).toISOString()
    this.lit = { at: clock.monotonicMs() - agoMs, startedAt }
    this.limitTime()
  }

  private limitTime(): void {
    if (!this.lit) return
    const { clock, allowedSeconds, booking } = this.options
    const allowedMs = 1000 * allowedSeconds(this.powerMilliwatts)
    const elapsedMs = clock.monotonicMs() - this.lit.at
    clearTimeout(this.timer)
    this.timer = setTimeout(
      () => {
        this.stop(
          allowedMs < booking.boundMs ? limitReached(allowedMs, this.powerMilliwatts) : tooLong(booking),
        )
      },
      Math.max(0, Math.min(allowedMs, booking.boundMs) - MARGIN_MS - elapsedMs),
    )
  }

  private stop(reason: StokesError): void {
    if (this.isOver) return
    this.stoppedBecause = reason
    // What goes wrong here shows in the state of the instrument.
    this.options.microscope.stopLaser().catch(() => undefined)
  }
}

function limitReached(allowedMs: number, powerMilliwatts: number): StokesError {
  return new StokesError(
    'laser.doseReached',
    `The laser was switched off: this site has had what it may, ${(allowedMs / 1000).toFixed(1)} s at ${powerMilliwatts.toFixed(1)} mW.`,
    { tip: 'Let the site rest, shorten the exposure or lower the power.' },
  )
}

function tooLong({ kind, boundMs }: NewBooking): StokesError {
  return new StokesError(
    'laser.doseReached',
    `The laser was switched off: a ${kind} fires for at most ${(boundMs / 1000).toFixed(1)} s here.`,
    {
      tip:
        kind === 'preview'
          ? 'Start the live view again.'
          : 'Measure again. If it stays so, the instrument is slow.',
    },
  )
}
