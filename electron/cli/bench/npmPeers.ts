import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Peer } from './interleave'

/** One step against the package that does it too. */
export interface StepAgainstPeer {
  step: { step: string; [parameter: string]: unknown }
  /** What the peer's work is, where it is not quite the same. */
  peer: string
  package: string
  /** Loads the package, which the application that ships does not have. */
  load: () => Promise<() => unknown>
}

/** What npm has of the steps, on one spectrum. Each peer gets it in the kind of array that it takes without a copy. */
export function stepsAgainstPeers(axis: Float64Array, spectrum: Float64Array): StepAgainstPeer[] {
  const list = [...spectrum]
  return [
    {
      step: { step: 'savgol', window: 21, order: 3 },
      peer: 'without the ends, weights anew each time',
      package: 'ml-savitzky-golay',
      load: async () => {
        // A CommonJS package: in Node its default export is an export of the default export.
        const { default: exported } = await import('ml-savitzky-golay')
        const { default: savitzkyGolay } = exported as unknown as { default: typeof exported }
        const options = { windowSize: 21, polynomial: 3, derivative: 0 }
        return () => savitzkyGolay(list, 1, options)
      },
    },
    {
      step: { step: 'wavelet', wavelet: 'db4', level: 3, mode: 'symmetric' },
      peer: 'there and back, no threshold',
      package: 'discrete-wavelets',
      load: async () => {
        const { default: wavelets } = await import('discrete-wavelets')
        return () => wavelets.waverec(wavelets.wavedec(list, 'db4', 'symmetric', 3), 'db4')
      },
    },
    {
      step: { step: 'normalise', kind: 'max' },
      peer: 'xNormed',
      package: 'ml-spectra-processing',
      load: async () => {
        const { xNormed } = await import('ml-spectra-processing')
        const output = new Float64Array(spectrum.length)
        return () => xNormed(spectrum, { algorithm: 'max', output })
      },
    },
    {
      step: { step: 'airpls', lam: 1e6 },
      peer: 'weights of its own, another baseline',
      package: 'ml-airpls',
      load: async () => {
        const { default: airPLS } = await import('ml-airpls')
        return () => airPLS(axis, spectrum, { lambda: 1e6, tolerance: 1e-3 })
      },
    },
  ]
}

/** A peer from npm, or that it is not installed. */
export async function loadNpmPeer(against: StepAgainstPeer): Promise<Peer> {
  let work: () => unknown
  try {
    work = await against.load()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    return { absent: `${against.package} is not installed` }
  }
  return {
    version: `${against.package} ${await versionOf(against.package)} (${against.peer})`,
    contender: (repetitions) => {
      const started = performance.now()
      for (let i = 0; i < repetitions; i += 1) work()
      return (performance.now() - started) / 1000
    },
  }
}

async function versionOf(name: string): Promise<string> {
  const entry = createRequire(import.meta.url).resolve(name)
  const description = JSON.parse(await readFile(join(dirname(entry), '..', 'package.json'), 'utf8')) as {
    version: string
  }
  return description.version
}
