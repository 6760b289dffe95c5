import { Firmware, type FirmwareOptions } from './firmware'
import type { EmissionRecord } from './emissionLog'
import type { ExposedFrame, ExposureConditions, ExposureModel } from './exposureModel'

/** A detector whose counts say what it was exposed to, so that a test can read it back. */
class PlainModel implements ExposureModel {
  readonly pixels = 4
  readonly wavelengthCoefficients = [800, 0.1, -1e-6, 0]
  readonly excitationNanometres = 785
  readonly badPixels: readonly number[] = []
  readonly catalogue = ['dark', 'skin:<type>']
  readonly exposures: ExposureConditions[] = []
  sample = 'dark'

  select(sample: string): void {
    if (!/^(dark|skin:\w+)$/.test(sample)) throw new RangeError(`no sample ${sample}`)
    this.sample = sample
  }

  expose(conditions: ExposureConditions): ExposedFrame {
    this.exposures.push(conditions)
    const saturated = this.sample !== 'dark'
    const counts = Uint16Array.of(
      conditions.meanPowerMilliwatts,
      conditions.shutterOpenMs,
      0,
      saturated ? 65_535 : 0,
    )
    return { counts, saturatedPixels: saturated ? 1 : 0 }
  }
}

/** The firmware with a clock that a test turns by hand. */
export class FirmwareBench {
  readonly model = new PlainModel()
  readonly emission: EmissionRecord[] = []
  readonly firmware: Firmware
  unplugged = false
  nowMs = 0
  backlog = 0
  #sent: Uint8Array[] = []

  constructor(options: Partial<FirmwareOptions> = {}) {
    const { emission, model } = this
    const backlog = () => this.backlog
    this.firmware = new Firmware({
      seed: 42,
      model,
      line: {
        send: (bytes) => this.#sent.push(bytes),
        get backlog() {
          return backlog()
        },
      },
      onEmission: (record) => emission.push(record),
      onUnplug: () => {
        this.unplugged = true
      },
      ...options,
    })
  }

  /** Sends a message and gives back what came at once, without the last LF. */
  say(message: string): string {
    this.send(`${message}\n`)
    return this.heard().replace(/\n$/, '')
  }

  send(bytes: string | Uint8Array): void {
    this.firmware.receive(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, this.nowMs * 1000)
  }

  /** Lets time pass and gives back what was sent meanwhile. */
  pass(ms: number): string {
    this.nowMs += ms
    this.firmware.advance(this.nowMs * 1000)
    return this.heard()
  }

  /** Everything sent since it was last asked, as Latin-1. */
  heard(): string {
    return Buffer.concat(this.#sent.splice(0)).toString('latin1')
  }

  /** Ready to fire, with a heartbeat that lasts 1 000 ms. */
  arm(heartbeat = 1): void {
    this.send(`SYST:HEAR ${heartbeat};:SOUR:SHUT OPEN;:LAS:ARM ON\n`)
  }
}
