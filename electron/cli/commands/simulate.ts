import { StokesError } from '../../contract/errors'
import { runSimulator } from '../../simulator/runSimulator'

export interface SimulateOptions {
  link?: string
  seed: number
  pixels: string
  sample?: string
  laserLog?: string
  baud?: number
}

export async function simulate({ pixels, ...options }: SimulateOptions): Promise<void> {
  try {
    await runSimulator({ ...options, pixels: Number(pixels) })
  } catch (cause) {
    throw new StokesError(
      'usage.invalid',
      `The virtual microscope cannot start: ${(cause as Error).message}`,
      {
        tip:
          cause instanceof Error && 'syscall' in cause
            ? 'Choose another place for --link or --laser-log.'
            : 'See stokes simulate --help. It needs pseudo-terminals, as Linux and macOS have them.',
        cause,
      },
    )
  }
  // The terminal's native handle would keep the program.
  process.exit()
}
