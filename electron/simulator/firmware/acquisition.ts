import type { Frame } from '../protocol/frame'
import type { DeviceTime, Timed } from './deviceTime'
import type { DisturbanceSwitches } from './disturbanceSwitches'
import type { Drifts } from './drifts'
import { Exposure } from './exposure'
import type { ExposureModel } from './exposureModel'
import type { Laser } from './laser'
import { ScpiError } from './scpiError'
import type { Thermostat } from './thermostat'

/** Frames that wait to be fetched. */
const capacity = 64
/** Reading the detector out overlaps the next exposure, but takes this long. */
const readoutUs = 5_000

interface Bench {
  time: DeviceTime
  laser: Laser
  model: ExposureModel
  detectorTemperature: Thermostat
  laserTemperature: Thermostat
  drifts: Drifts
  disturbances: DisturbanceSwitches
  /** An exposure that would begin later than this is put off: a slow computer skips time and does not fall ever further behind. */
  maximumLagUs: number
}

/** Accumulations; 0 in a continuous acquisition. */
type Length = number

/**
 * Exposes frame after frame in device time and keeps them until they are fetched. A finite acquisition waits when they are
 * not; a continuous one drops the oldest and counts.
 */
export class Acquisition implements Timed {
  integrationUs = 0
  accumulations = 0
  #running: Length | undefined
  #exposure: Exposure | undefined
  /** End of the exposure, or start of the next one; Infinity while it waits for room. */
  #dueAtUs = Infinity
  #frames: Frame[] = []
  #sequence = 0
  #number = 0
  #exposed = 0
  #dropped = 0
  #lastSaturated = false

  constructor(private readonly bench: Bench) {}

  get isRunning(): boolean {
    return this.#running !== undefined
  }

  get isContinuous(): boolean {
    return this.#running === 0
  }

  /** The operation that `*OPC` waits for. */
  get isFinite(): boolean {
    return this.isRunning && !this.isContinuous
  }

  get wasEverStarted(): boolean {
    return this.#number > 0
  }

  get hasDropped(): boolean {
    return this.#dropped > 0
  }

  /** The last frame had saturated pixels. */
  get lastSaturated(): boolean {
    return this.#lastSaturated
  }

  get waitingFrames(): number {
    return this.#frames.length
  }

  get dueAtUs(): number {
    return this.#dueAtUs
  }

  start({ continuous }: { continuous: boolean }): void {
    if (this.isRunning) throw new ScpiError(-213, 'an acquisition runs')
    this.#running = continuous ? 0 : this.accumulations
    this.#frames = []
    this.#number++
    this.#exposed = 0
    this.#dropped = 0
    this.#begin()
  }

  /** Ends the acquisition and the exposure that has begun; keeps the frames. */
  end(): void {
    this.#running = undefined
    this.#exposure = undefined
    this.#dueAtUs = Infinity
  }

  dropFrames(): void {
    this.#frames = []
  }

  /** The oldest frame not yet fetched. */
  take(): Frame | undefined {
    const frame = this.#frames.shift()
    if (this.isRunning && !this.#exposure && this.#dueAtUs === Infinity) this.#begin()
    return frame
  }

  run(): void {
    if (this.#exposure) this.#complete(this.#exposure)
    else this.#begin()
  }

  #begin(): void {
    this.#exposure = new Exposure(this.bench.time, this.bench.laser, this.integrationUs)
    this.#dueAtUs = this.bench.time.nowUs + this.integrationUs
  }

  #complete(exposure: Exposure): void {
    this.#exposure = undefined
    if (this.#frames.length >= capacity) {
      this.#frames.shift()
      this.#dropped++
    }
    const frame = this.#read(exposure)
    this.#frames.push(frame)
    this.#lastSaturated = frame.saturatedPixels > 0
    if (++this.#exposed === this.#running) this.end()
    else if (this.isFinite && this.#frames.length >= capacity) this.#dueAtUs = Infinity
    else this.#beginAfter(exposure)
  }

  #beginAfter({ startUs }: Exposure): void {
    const { time, maximumLagUs } = this.bench
    const isLate = time.horizonUs - time.nowUs > maximumLagUs
    this.#dueAtUs = isLate ? time.horizonUs : Math.max(time.nowUs, startUs + readoutUs)
    if (this.#dueAtUs === time.nowUs) this.#begin()
  }

  #read(exposure: Exposure): Frame {
    const { model, detectorTemperature, laserTemperature, drifts, disturbances } = this.bench
    const light = exposure.finish()
    const temperatures = {
      detectorCelsius: detectorTemperature.celsius,
      laserCelsius: laserTemperature.celsius,
    }
    const integrationMs = exposure.integrationUs / 1000
    return {
      ...light,
      ...temperatures,
      ...model.expose({
        ...light,
        ...temperatures,
        integrationMs,
        drift: drifts.current,
        disturbances: disturbances.active,
      }),
      sequence: ++this.#sequence,
      acquisition: this.#number,
      startUs: exposure.startUs,
      integrationUs: exposure.integrationUs,
      accumulation: this.isContinuous ? 0 : this.#exposed,
      accumulations: this.#running ?? 0,
      shutterOpen: light.shutterOpenMs > 0,
      dropped: this.#dropped,
    }
  }
}
