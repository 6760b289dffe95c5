import { quoted } from '../protocol/programMessage'
import { readString, splitFields } from '../protocol/readAnswer'
import { expectNoError } from './instrumentError'
import type { ScpiLink } from './scpiLink'

/** What lies under the objective of the virtual microscope. */
export class SimulatorSamples {
  private constructor(
    private readonly link: ScpiLink,
    readonly catalogue: string[],
    private name: string,
  ) {}

  static async read(link: ScpiLink): Promise<SimulatorSamples> {
    const catalogue = splitFields(await link.query('SIM:SAMP:CAT?'), ',').map(readString)
    return new SimulatorSamples(link, catalogue, readString(await link.query('SIM:SAMP?')))
  }

  get selected(): string {
    return this.name
  }

  /** @throws device.refused for a name that the simulator does not understand */
  async select(name: string): Promise<void> {
    this.link.send('*CLS', `SIM:SAMP ${quoted(name)}`)
    await expectNoError(this.link)
    this.name = readString(await this.link.query('SIM:SAMP?'))
  }
}
