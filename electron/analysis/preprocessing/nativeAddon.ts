import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NativeStep } from './nativeStep'

/** What the addon gives out for one chain of steps and one batch. */
type Handle = object

/** The addon of native/preprocessing. */
export interface NativeAddon {
  interfaceVersion: number
  /** The instruction sets of this processor that it is compiled for, the widest last; results are the same. */
  instructions: readonly string[]
  /** @returns null where a step is not one of its own, or does not fit the length */
  createChain(points: number, steps: readonly NativeStep[], instructions: string): Handle | null
  /** Points of a result. */
  resultPoints(chain: Handle): number
  /** Fills `results`. @returns the indexes of the spectra that a step refuses */
  run(chain: Handle, spectra: readonly Float64Array[], results: readonly Float64Array[]): number[]
  /** As `run`, on threads of its own, to which `results` belong until it is finished; null where it was cancelled. */
  startBatch(
    chain: Handle,
    spectra: readonly Float64Array[],
    results: readonly Float64Array[],
    threads: number,
  ): { batch: Handle; finished: Promise<number[] | null> }
  /** Spectra that are done. */
  batchDone(batch: Handle): number
  cancelBatch(batch: Handle): void
}

/** Which implementation of the steps works here. */
export interface PreprocessingImplementation {
  name: 'native' | 'typescript'
  /** What is loaded, or why there is no addon. */
  reason: string
}

const INTERFACE_VERSION = 1
const FILE = 'preprocessing.node'

/** Which implementation serves recipes whose steps the addon knows; all others are for TypeScript. */
export function preprocessingImplementation(): PreprocessingImplementation {
  const { addon, reason } = loaded()
  return { name: addon ? 'native' : 'typescript', reason }
}

/** The addon, undefined where it cannot be loaded. */
export function nativeAddon(): NativeAddon | undefined {
  return loaded().addon
}

/** SHA-256 of the addon's file, 64 hexadecimal digits; null where it cannot be loaded. */
export function nativeAddonHash(): string | null {
  const { addon, file } = loaded()
  if (!addon || file === undefined) return null
  hash ??= createHash('sha256').update(readFileSync(file)).digest('hex')
  return hash
}

interface Loaded {
  addon?: NativeAddon
  file?: string
  reason: string
}

let once: Loaded | undefined
let hash: string | undefined

function loaded(): Loaded {
  once ??= load(process.env.STOKES_PREPROCESSING_BINDING)
  return once
}

/**
 * Loads the addon.
 * @param named the file to load, or `none`; left out, the one that is shipped or was built beside the sources
 */
export function load(named: string | undefined): Loaded {
  if (named === 'none') return { reason: 'STOKES_PREPROCESSING_BINDING is none' }
  const file = named ? (existsSync(named) ? named : undefined) : shippedFile()
  if (!file) return { reason: named ? `${named} is not there` : 'it is neither shipped nor built here' }
  try {
    const addon = createRequire(import.meta.url)(file) as Partial<NativeAddon>
    if (addon.interfaceVersion !== INTERFACE_VERSION) {
      return { reason: `${file} has interface ${addon.interfaceVersion ?? 'none'}, not ${INTERFACE_VERSION}` }
    }
    const complete = addon as NativeAddon
    return { addon: complete, file, reason: `${file}, ${complete.instructions.at(-1) ?? ''}` }
  } catch (error) {
    return { reason: `${file} does not load: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function shippedFile(): string | undefined {
  const platform = `${process.platform}-${process.arch}`
  const places = [join('prebuilds', platform, FILE), join('build', 'Release', FILE)]
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const native = join(folder, 'native', 'preprocessing')
    const file = places.map((place) => join(native, place)).find((path) => existsSync(path))
    if (file) return file
    if (dirname(folder) === folder) return undefined
  }
}
