import { createRandom } from '../random/random'
import { deriveSeed } from '../random/deriveSeed'
import { Acquisition } from './acquisition'
import type { DeviceTime } from './deviceTime'
import { DisturbanceSwitches } from './disturbanceSwitches'
import { Drifts } from './drifts'
import { EmissionLog, type EmissionEnd, type EmissionRecord } from './emissionLog'
import type { ExposureModel } from './exposureModel'
import { Faults } from './faults'
import type { Journal } from './journal'
import { Laser } from './laser'
import { LineNoise, type LineNoiseOptions } from './lineNoise'
import { ranges } from './ranges'
import { ScpiError } from './scpiError'
import { Status } from './status'
import { operationCondition, questionableCondition } from './statusConditions'
import { Thermostat } from './thermostat'
import { Watchdog } from './watchdog'

export interface InstrumentOptions {
  /** 0 to 4 294 967 295; the same seed and the same commands at the same device times give the same bytes. */
  seed: number
  model: ExposureModel
  /** Hears of each change of the log of emission, at once. */
  onEmission?: (record: EmissionRecord) => void
  /** Hears of everything that a host can be judged by. */
  journal?: Journal | undefined
  /** Answers are harmed at random. */
  lineNoise?: LineNoiseOptions | undefined
  /** `SIMulator:UNPLug`. */
  onUnplug?: () => void
  maximumLagUs?: number
}

const laserCelsius = 25
/** The diode warms its mount while it emits. */
const laserWarmingCelsius = 0.4

/** The parts of the microscope and what concerns several of them. */
export class Instrument {
  readonly seed: number
  readonly model: ExposureModel
  readonly status = new Status()
  readonly watchdog: Watchdog
  readonly emissionLog: EmissionLog
  readonly laser: Laser
  readonly detectorTemperature: Thermostat
  readonly laserTemperature: Thermostat
  readonly acquisition: Acquisition
  readonly faults: Faults
  readonly drifts: Drifts
  readonly disturbances: DisturbanceSwitches
  readonly unplug: () => void
  /** `*OPC` was sent and its bit is not set yet. */
  #completionAwaited = false

  constructor(
    readonly time: DeviceTime,
    options: InstrumentOptions,
  ) {
    const { seed, model, journal, lineNoise, onUnplug = () => undefined, maximumLagUs = Infinity } = options
    this.seed = seed
    this.model = model
    this.unplug = onUnplug
    const random = createRandom(deriveSeed(seed, 2))
    const noise = lineNoise && new LineNoise(createRandom(deriveSeed(seed, 4)), lineNoise)
    this.faults = new Faults({ random, time, noise, journal })
    this.watchdog = new Watchdog(time, {
      onTrip: () => {
        this.#watchdogTripped()
      },
      onFed: (number) => journal?.({ event: 'heartbeat', atUs: time.nowUs, number }),
    })
    this.emissionLog = new EmissionLog((record) => {
      options.onEmission?.(record)
      journal?.({ event: 'emission', ...record })
    })
    this.laser = new Laser(time, this.watchdog, this.emissionLog)
    this.drifts = new Drifts(time)
    this.disturbances = new DisturbanceSwitches(this.laser)
    this.detectorTemperature = new Thermostat(time, {
      celsius: ranges.setPoint.default,
      timeConstantSeconds: 20,
      ripple: { celsius: 0.03, periodSeconds: 47, phase: random.uniform() },
    })
    this.laserTemperature = new Thermostat(time, {
      celsius: laserCelsius,
      timeConstantSeconds: 30,
      ripple: { celsius: 0.02, periodSeconds: 31, phase: random.uniform() },
    })
    this.acquisition = new Acquisition({
      time,
      model,
      maximumLagUs,
      laser: this.laser,
      detectorTemperature: this.detectorTemperature,
      laserTemperature: this.laserTemperature,
      drifts: this.drifts,
      disturbances: this.disturbances,
    })
    this.#setDefaults()
    this.refresh()
  }

  /** Degrees that the laser is away from its set point. */
  get laserOffsetCelsius(): number {
    return this.laserTemperature.celsius - laserCelsius
  }

  /** `SYSTem:ALLoff`, and what includes it. */
  allOff(reason: Extract<EmissionEnd, 'alloff' | 'reset' | 'hangup' | 'power'>): void {
    this.laser.disarm(reason)
    this.laser.closeShutter()
    this.acquisition.end()
  }

  /** `ABORt`. */
  abort(): void {
    this.laser.stop('abort')
    this.acquisition.end()
    this.acquisition.dropFrames()
  }

  /** `*RST`. */
  reset(): void {
    this.allOff('reset')
    this.#completionAwaited = false
    this.#setDefaults()
  }

  /** `*CLS`. */
  clearStatus(): void {
    this.status.clear()
    this.#completionAwaited = false
  }

  /** `*OPC`. */
  awaitCompletion(): void {
    this.#completionAwaited = true
  }

  /** Brings what follows from other things up to date: registers, `*OPC`, the warmth of laser and detector. */
  refresh(): void {
    if (this.#completionAwaited && !this.acquisition.isFinite) {
      this.#completionAwaited = false
      this.status.completeOperation()
    }
    const warm = laserCelsius + (this.laser.emitting.value ? laserWarmingCelsius : 0)
    if (this.laserTemperature.target !== warm) this.laserTemperature.target = warm
    this.detectorTemperature.disturbance = this.drifts.valueOf('DETector') + this.disturbances.warmingCelsius
    this.status.operation.update(operationCondition(this))
    this.status.questionable.update(questionableCondition(this))
  }

  #watchdogTripped(): void {
    if (!this.laser.disarm('watchdog')) return
    this.watchdog.emissionsEnded++
    this.status.report(new ScpiError(105))
  }

  #setDefaults(): void {
    this.acquisition.integrationUs = ranges.integration.default * 1000
    this.acquisition.accumulations = ranges.accumulations.default
    this.laser.milliwatts = ranges.power.default
    this.detectorTemperature.target = ranges.setPoint.default
  }
}
