import { StokesError } from '../../contract/errors'
import { runSimulator } from '../../simulator/runSimulator'
import { readScenario } from '../readScenario'

export interface SimulateOptions {
  scenario?: string
  link?: string
  seed?: number
  pixels?: string
  sample?: string
  laserLog?: string
  journal?: string
  baud?: number
}

export async function simulate({ pixels, scenario: path, ...options }: SimulateOptions): Promise<void> {
  const scenario = path === undefined ? undefined : await readScenario(path)
  try {
    await runSimulator({ ...options, scenario, pixels: pixels === undefined ? undefined : Number(pixels) })
  } catch (cause) {
    throw new StokesError(
      'usage.invalid',
      `The virtual microscope cannot start: ${(cause as Error).message}`,
      {
        tip:
          cause instanceof Error && 'syscall' in cause
            ? 'Choose another place for --link, --laser-log or --journal.'
            : 'See stokes simulate --help. It needs pseudo-terminals, as Linux and macOS have them.',
        cause,
      },
    )
  }
  // The terminal's native handle would keep the program.
  process.exit()
}
