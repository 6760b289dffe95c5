import { parseArgs } from 'node:util'

export interface ApplicationOptions {
  /** Starts the virtual microscope and offers it. */
  virtualMicroscope: boolean
  /** A port to offer beside those that the system lists; null for none. */
  port: string | null
  /** Seed of the virtual microscope. */
  seed: number
  /** Measures a simulated patient by itself as soon as the virtual microscope is connected. */
  demonstration: boolean
  /** Where to keep a picture of the window. */
  screenshot: string | null
}

/** Reads the command line of the application; what Chromium and Electron understand is left to them. */
export function readOptions(argv: readonly string[], env: NodeJS.ProcessEnv): ApplicationOptions {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: {
      'no-virtual-microscope': { type: 'boolean', default: false },
      port: { type: 'string' },
      demonstration: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
    },
  })
  const seed = Number(values.seed)
  return {
    virtualMicroscope: process.platform !== 'win32' && values['no-virtual-microscope'] !== true,
    port: typeof values.port === 'string' ? values.port : null,
    seed: Number.isSafeInteger(seed) && seed >= 0 ? seed : 1,
    demonstration: values.demonstration === true,
    screenshot: env.STOKES_SCREENSHOT ?? null,
  }
}
