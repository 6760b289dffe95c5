import { StokesError } from '../../contract/errors'
import { driftNames, type DriftName, type VirtualTroubles } from '../microscope'
import { quoted } from '../protocol/programMessage'
import { readNumber, readString, splitFields } from '../protocol/readAnswer'
import { requireWithin } from '../requireWithin'
import type { ScpiLink } from './scpiLink'

const HEADERS: Record<DriftName, string> = {
  laser: 'SIM:DRIF:LAS',
  shift: 'SIM:DRIF:SHIF',
  stretch: 'SIM:DRIF:STRE',
  broadening: 'SIM:DRIF:BRO',
  throughput: 'SIM:DRIF:THR',
  detector: 'SIM:DRIF:DET',
}

const LONGEST_SECONDS = 1_000_000

/**
 * Drifts and disturbances of the virtual microscope. What it would refuse is refused here, so that no error of a command
 * that somebody plays with is found by a measurement that runs meanwhile.
 */
export class SimulatorTroubles implements VirtualTroubles {
  private constructor(
    private readonly link: ScpiLink,
    readonly drifts: VirtualTroubles['drifts'],
    readonly disturbances: readonly string[],
  ) {}

  static async read(link: ScpiLink): Promise<SimulatorTroubles> {
    const limits = await readNumbers(link, ['MIN', 'MAX', 'DEF'])
    const drifts = eachDrift((i) => {
      const [min, max, none] = limits.slice(3 * i)
      return { min: min!, max: max!, none: none! }
    })
    return new SimulatorTroubles(link, drifts, readNames(await link.query('SIM:DIST:CAT?')))
  }

  async read(): ReturnType<VirtualTroubles['read']> {
    const values = await readNumbers(this.link, [''])
    return {
      drift: eachDrift((i) => values[i]!),
      disturbances: readNames(await this.link.query('SIM:DIST?')),
    }
  }

  async drift(name: DriftName, value: number, overSeconds = 0): Promise<void> {
    requireWithin(`The drift "${name}"`, value, this.drifts[name])
    requireWithin('The time of a drift', overSeconds, { min: 0, max: LONGEST_SECONDS }, 's')
    await this.tell(`${HEADERS[name]} ${value},${overSeconds}`)
  }

  async disturb(name: string, on: boolean): Promise<void> {
    if (!this.disturbances.includes(name)) {
      throw new StokesError('device.outOfRange', `The virtual microscope knows no disturbance "${name}".`, {
        tip: `Choose one of ${this.disturbances.join(', ')}.`,
      })
    }
    await this.tell(`SIM:DIST ${quoted(name)},${on ? 'ON' : 'OFF'}`)
  }

  async clear(): Promise<void> {
    await this.tell('SIM:DRIF:CLE;:SIM:DIST:CLE')
  }

  /** Sends a command and waits until it was carried out. */
  private async tell(command: string): Promise<void> {
    await this.link.query(`${command};:SIM:DIST?`)
  }
}

/** Of every drift what these parameters of its query ask for, in one exchange. */
async function readNumbers(link: ScpiLink, parameters: string[]): Promise<number[]> {
  const queries = driftNames.flatMap((name) =>
    parameters.map((parameter) => `${HEADERS[name]}? ${parameter}`.trim()),
  )
  const answers = splitFields(await link.query(queries.join(';:')), ';')
  if (answers.length !== queries.length)
    throw new StokesError(
      'device.garbled',
      `${answers.length} drifts were told where ${queries.length} were asked.`,
    )
  return answers.map(readNumber)
}

function eachDrift<T>(value: (index: number) => T): Record<DriftName, T> {
  return Object.fromEntries(driftNames.map((name, i) => [name, value(i)])) as Record<DriftName, T>
}

/** None are said as one that is empty. */
function readNames(answer: string): string[] {
  return splitFields(answer, ',').map(readString).filter(Boolean)
}
