import type { Remote } from 'comlink'
import { toProblem } from '../../../contract/errors'
import type { CalibrationStatus } from '../../../contract/passport'
import type { Microscope } from '../../../devices/microscope'
import type { Clock } from '../../../shared/clock'
import type { Passports, PassportStanding } from '../../../storage/repositories/passports'
import { Changes } from '../changes'
import type { DeviceService } from '../deviceService'
import { DEFAULT_POLICY } from './calibrationStatus'
import { calibrationInForce, factoryCalibration, type CalibrationInForce } from './inForce'

interface CalibrationServiceOptions {
  devices: Pick<DeviceService, 'state' | 'connected'>
  passports: Remote<Passports>
  clock: Clock
}

/** A passport ages while nothing else changes. */
const LOOK_MS = 30_000

/** What was read of an instrument. */
interface Known {
  microscope: Microscope
  standing: PassportStanding
  inForce: CalibrationInForce
}

/** The passport of the connected instrument: the axis that it gives, and how far it can be trusted. */
export class CalibrationService {
  /** Of the connected instrument; null without one. */
  readonly status = new Changes<CalibrationStatus | null>(null)
  readonly policy = DEFAULT_POLICY
  private known: Known | null = null
  private connected: string | null = null
  private readonly stopListening: () => void
  private readonly timer: NodeJS.Timeout

  constructor(private readonly options: CalibrationServiceOptions) {
    this.stopListening = options.devices.state.listen(({ identity }) => {
      const serialNumber = identity?.serialNumber ?? null
      if (serialNumber === this.connected) this.look()
      else this.changeTo(serialNumber)
    })
    this.timer = setInterval(() => {
      this.look()
    }, LOOK_MS).unref()
  }

  /** What a measurement that begins now is taken with, as the case log has it. */
  async inForce(microscope: Microscope): Promise<CalibrationInForce> {
    try {
      const standing = await this.options.passports.standing(microscope.identity)
      return this.know(microscope, standing)
    } catch (error) {
      const { message, tip = null } = toProblem(error)
      const { wavenumbers, status } = factoryCalibration(microscope)
      return { wavenumbers, status: { ...status, message: `No passport can be read. ${message}`, tip } }
    }
  }

  /** The axis to show frames on, cm-1: as far as it is known at this moment. */
  axisOf(microscope: Microscope): Float64Array {
    return this.known?.microscope === microscope ? this.known.inForce.wavenumbers : microscope.wavenumbers
  }

  stop(): void {
    this.stopListening()
    clearInterval(this.timer)
  }

  private changeTo(serialNumber: string | null): void {
    this.connected = serialNumber
    this.known = null
    if (serialNumber === null) this.status.set(null)
    else {
      const microscope = this.options.devices.connected()
      void this.inForce(microscope).then(({ status }) => {
        if (this.connected === serialNumber) this.tell(status)
      })
    }
  }

  /** The same axis is the same array: who shows frames tells axes apart by that. */
  private know(microscope: Microscope, standing: PassportStanding): CalibrationInForce {
    const { known } = this
    const now = this.options.clock.timestamp()
    const found = calibrationInForce(microscope, { standing, now, policy: this.policy })
    const same =
      known?.microscope === microscope && known.inForce.status.passportId === found.status.passportId
    const inForce = same ? { ...found, wavenumbers: known.inForce.wavenumbers } : found
    this.known = { microscope, standing, inForce }
    return inForce
  }

  private look(): void {
    const { known } = this
    if (known && this.connected !== null) this.tell(this.know(known.microscope, known.standing).status)
  }

  private tell(status: CalibrationStatus): void {
    if (JSON.stringify(status) !== JSON.stringify(this.status.current)) this.status.set(status)
  }
}
