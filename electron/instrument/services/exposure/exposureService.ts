import type { FiringAuthorisation, LaserAuthorisation } from '../../../contract/device'
import { StokesError, toProblem } from '../../../contract/errors'
import type {
  DosePolicy,
  FiringKind,
  NewBooking,
  PowerReading,
  SiteDose,
  StoredExposure,
} from '../../../contract/exposure'
import type { RawFrame } from '../../../contract/frame'
import { remainingSeconds, waitingSeconds } from '../../../devices/laserSafety/dose'
import { doseLimit, WHOLE_LIMIT } from '../../../devices/laserSafety/dosePolicy'
import { averagedIrradiance } from '../../../devices/laserSafety/irradiance'
import { requireForPatients } from '../../../devices/laserSafety/laserStatus'
import { powerAtSample } from '../../../devices/laserSafety/powerAtSample'
import { LONGEST_EXPOSURE_SECONDS, STRICTEST_NANOMETRES } from '../../../devices/laserSafety/skinLimit'
import type { Microscope } from '../../../devices/microscope'
import type { Clock } from '../../../shared/clock'
import { inTurns } from '../../../shared/inTurns'
import type { BookedLight } from '../../../storage/repositories/exposures'
import { doseRefused } from './doseRefused'
import { Emission } from './emission'
import type { ExposureLog } from './exposureLog'
import { exposuresAt, siteDose, spotMillimetres } from './siteDose'

/** A firing as it is planned. */
export interface Firing {
  microscope: Microscope
  authorisation: FiringAuthorisation
  kind: FiringKind
  /** Commanded, mW. */
  powerMilliwatts: number
  /** How long frames with the laser take; null where they go on until somebody ends them. */
  exposureMs: number | null
  frames: number
  /** Until this resolves the case log has something better to do than to write how it went: that counts here meanwhile. */
  writeAfter?: () => Promise<void>
}

/** To be told of every frame of a firing. */
type FrameWatch = (frame: RawFrame) => void

interface ExposureServiceOptions {
  log: ExposureLog
  clock: Clock
  /** Told why a preview was switched off, and what the case log did not take. */
  onProblem: (problem: StokesError) => void
}

/** Between arming and the first frame, and after the last until the laser is read back as off. */
export const OVERHEAD_MS = 300
/** An instrument may be this much later with each frame, and with the laser. */
const LATENCY_MS = 100
const PATIENCE_MS = 1_500
/** Long enough to aim; a live view is started again with a click. */
const LONGEST_PREVIEW_SECONDS = 600

/** What is known of a lesion and the light that is to meet it. */
interface Site {
  policy: DosePolicy
  reading: PowerReading | null
  stored: StoredExposure[]
  wavelengthNanometres: number
}

/**
 * The dose of every lesion. No laser fires on one but through `fire`: what may be emitted is booked in the case log first,
 * refused where it would pass the limit of the site, and counted also where the case log does not take it in the end.
 */
export class ExposureService {
  private emission: { light: Emission; booking: NewBooking; endless: boolean; over: Promise<void> } | null =
    null
  /** Light that the case log did not take yet. */
  private readonly unwritten: (BookedLight & NewBooking)[] = []
  /** Begins come one after the other. */
  private readonly inTurn = inTurns()
  private stops = 0

  constructor(private readonly options: ExposureServiceOptions) {}

  /** What was about to fire does not; what fires is stopped by its instrument. */
  stopPending(): void {
    this.stops += 1
  }

  /**
   * Runs `work`, which fires the laser; its frames are to be told to what it is given. One without an end is over when the
   * instrument is idle again, which may be after `work` resolved.
   *
   * @throws laser.benchOnly, laser.doseReached, laser.doseUnknown, acquisition.cancelled, and what `work` throws
   */
  async fire(firing: Firing, work: (saw: FrameWatch) => Promise<void>): Promise<void> {
    const { authorisation } = firing
    if (!emits(firing) || !onLesion(authorisation)) {
      await work(() => undefined)
      return
    }
    const { stops } = this
    const { light, over } = await this.inTurn(() => this.begin(firing, authorisation))
    try {
      if (stops !== this.stops)
        throw new StokesError('acquisition.cancelled', 'The laser was stopped before it began.')
      await work((frame) => {
        light.saw(frame)
      })
      if (firing.exposureMs !== null) light.end()
    } catch (error) {
      light.end()
      throw light.stoppedBecause ?? error
    } finally {
      if (light.isOver) await over
    }
  }

  /** @throws what `fire` throws before anything is fired or booked */
  async requireAllowed(firing: Firing): Promise<void> {
    if (!emits(firing) || !onLesion(firing.authorisation)) return
    requireForPatients(firing.microscope)
    const site = await this.look(firing.microscope, firing.authorisation.lesionId)
    this.allowance(firing, firing.authorisation.lesionId, site)
  }

  /** What a lesion has had, what it may have at this commanded power; null without a laser. */
  async dose(microscope: Microscope, lesionId: string, powerMilliwatts: number): Promise<SiteDose | null> {
    if (!microscope.limits.laserPowerMilliwatts) return null
    const { policy, reading, stored, wavelengthNanometres } = await this.look(microscope, lesionId)
    const lights = this.lights(lesionId, stored)
    const power = powerAtSample(powerMilliwatts, reading, this.options.clock.timestamp())
    return siteDose({ lights, nowSeconds: this.nowSeconds(), wavelengthNanometres, power, policy })
  }

  private async begin(firing: Firing, authorisation: LaserAuthorisation) {
    const { microscope, kind, exposureMs, frames, writeAfter } = firing
    requireForPatients(microscope)
    await this.requireNoOther()
    const { log, clock } = this.options
    const { lesionId, operatorId } = authorisation
    await this.writeUnwritten()
    const site = await this.look(microscope, lesionId)
    const { reading, wavelengthNanometres } = site
    const allowance = this.allowance(firing, lesionId, site)
    const booking: NewBooking = {
      lesionId,
      operatorId,
      serialNumber: microscope.identity.serialNumber,
      kind,
      wavelengthNanometres,
      powerMilliwatts: allowance.power.milliwatts,
      powerSource: allowance.power.source,
      spotMicrometres: allowance.power.spotMicrometres,
      boundMs:
        exposureMs === null
          ? 1000 * Math.min(LONGEST_PREVIEW_SECONDS, allowance.seconds(allowance.power.milliwatts))
          : exposureMs + frames * LATENCY_MS + PATIENCE_MS,
    }
    const bookingId = await log.book(booking).catch((error: unknown) => {
      throw doseUnknown('written', error)
    })
    let tellOver!: () => void
    const over = new Promise<void>((resolve) => (tellOver = resolve))
    const light = new Emission({
      microscope,
      clock,
      booking,
      allowedSeconds: allowance.seconds,
      atSample: (milliwatts) => powerAtSample(milliwatts, reading, clock.timestamp()).milliwatts,
      onOver: (emitted) => {
        void this.write({ ...booking, ...emitted, bookingId }, writeAfter).then(() => {
          this.emission = null
          tellOver()
          if (exposureMs === null && light.stoppedBecause) this.options.onProblem(light.stoppedBecause)
        })
      },
    })
    this.emission = { light, booking, endless: exposureMs === null, over }
    return this.emission
  }

  /** A preview makes way for what comes next. @throws acquisition.running */
  private async requireNoOther(): Promise<void> {
    const { emission } = this
    if (!emission) return
    if (!emission.endless && !emission.light.isOver) {
      throw new StokesError('acquisition.running', 'A measurement runs already.', {
        tip: 'Wait until it has finished, or cancel it.',
      })
    }
    if (!emission.light.isOver) await emission.light.endPreview()
    await emission.over
  }

  /** How long the site may be exposed. @throws laser.doseReached where that is less than is planned */
  private allowance({ powerMilliwatts, exposureMs }: Firing, lesionId: string, site: Site) {
    const { policy, reading, stored, wavelengthNanometres } = site
    const nowSeconds = this.nowSeconds()
    const exposures = exposuresAt(this.lights(lesionId, stored), nowSeconds, wavelengthNanometres)
    const limit = doseLimit(policy, wavelengthNanometres)
    const power = powerAtSample(powerMilliwatts, reading, this.options.clock.timestamp())
    const irradianceOf = (milliwatts: number) => averagedIrradiance(milliwatts, spotMillimetres(power))
    const seconds = (milliwatts: number) =>
      remainingSeconds(exposures, nowSeconds, irradianceOf(milliwatts), limit)
    const neededSeconds = ((exposureMs ?? 0) + OVERHEAD_MS) / 1000
    const remaining = seconds(power.milliwatts)
    if (remaining < neededSeconds) {
      const plan = { seconds: neededSeconds, irradiance: irradianceOf(power.milliwatts) }
      throw doseRefused({
        powerMilliwatts: power.milliwatts,
        neededSeconds: exposureMs === null ? null : neededSeconds,
        remainingSeconds: remaining,
        waitSeconds: waitingSeconds(exposures, nowSeconds, plan, limit),
      })
    }
    return { power, seconds }
  }

  /** @throws laser.doseUnknown */
  private async look({ identity }: Microscope, lesionId: string): Promise<Site> {
    const { log, clock } = this.options
    const after = new Date(Date.parse(clock.timestamp()) - 1000 * LONGEST_EXPOSURE_SECONDS).toISOString()
    try {
      const [policy, reading, stored] = await Promise.all([
        log.policy(),
        log.powerReading(identity.serialNumber),
        log.ofLesion(lesionId, after),
      ])
      const wavelengthNanometres = identity.excitationNanometres ?? STRICTEST_NANOMETRES
      return { policy: policy ?? WHOLE_LIMIT, reading, stored, wavelengthNanometres }
    } catch (error) {
      throw doseUnknown('read', error)
    }
  }

  /** All light on a lesion: stored, not taken by the case log, and being emitted now. */
  private lights(lesionId: string, stored: readonly StoredExposure[]) {
    const { emission } = this
    const now = emission && !emission.light.isOver ? [{ ...emission.booking, ...emission.light.soFar() }] : []
    return [...stored, ...[...this.unwritten, ...now].filter((light) => light.lesionId === lesionId)]
  }

  private async write(light: BookedLight & NewBooking, after: Firing['writeAfter']): Promise<void> {
    this.unwritten.push(light)
    await after?.()
    await this.writeUnwritten().catch((error: unknown) => {
      this.options.onProblem(error as StokesError)
    })
  }

  /** @throws laser.doseUnknown */
  private async writeUnwritten(): Promise<void> {
    for (const light of [...this.unwritten]) {
      const { bookingId, startedAt, durationMs, powerMilliwatts } = light
      try {
        await this.options.log.record({ bookingId, startedAt, durationMs, powerMilliwatts })
      } catch (error) {
        throw doseUnknown('written', error)
      }
      this.unwritten.splice(this.unwritten.indexOf(light), 1)
    }
  }

  private nowSeconds(): number {
    return Date.parse(this.options.clock.timestamp()) / 1000
  }
}

/** A file that is replayed has no laser, whatever its plan says. */
function emits({ microscope, powerMilliwatts }: Firing): boolean {
  return powerMilliwatts > 0 && microscope.identity.origin !== 'replayed'
}

/** A standard under the objective has no skin to protect. */
function onLesion(authorisation: FiringAuthorisation): authorisation is LaserAuthorisation {
  return 'lesionId' in authorisation
}

function doseUnknown(what: 'read' | 'written', cause: unknown): StokesError {
  const { message, tip } = toProblem(cause)
  return new StokesError(
    'laser.doseUnknown',
    `The laser may not fire: the dose of this lesion cannot be ${what}. ${message}`,
    { cause, ...(tip !== undefined && { tip }) },
  )
}
