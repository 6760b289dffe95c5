import type { AcquisitionPlan } from '../contract/acquisition'
import type {
  ConnectionState,
  DeviceReadings,
  ExposureLimits,
  FiringAuthorisation,
  PreviewOptions,
} from '../contract/device'
import type { StokesError } from '../contract/errors'
import type { DeviceIdentity, RawFrame } from '../contract/frame'

/** What a microscope tells of itself whenever one of these changes. */
export interface MicroscopeState {
  /** `armed` while the laser is made ready; `acquiring` while frames are exposed, for a measurement or a preview. */
  connection: ConnectionState
  readings: DeviceReadings | null
  preview: { laser: boolean; integrationTimeMs: number } | null
  /**
   * In the state `error`: why; the microscope must then be closed. In any other: what went wrong that no call could fail
   * with (why a preview ended by itself, which recorded files are left out), until the next preview or measurement.
   */
  problem: StokesError | null
}

export interface AcquireOptions {
  plan: AcquisitionPlan
  /** Without it no frame of the plan may need the laser. */
  authorisation: FiringAuthorisation
  signal: AbortSignal
  /**
   * Called for every frame in order: first the dark frames, then those with the laser. The next exposure goes on meanwhile;
   * `acquire` resolves when all of these promises have. One that rejects ends the acquisition, laser off.
   */
  onFrame: (frame: RawFrame, kind: 'dark' | 'sample') => Promise<void>
}

/** What can drift: laser (nm), shift and stretch (px), broadening (times), throughput (part), detector (C). */
export const driftNames = ['laser', 'shift', 'stretch', 'broadening', 'throughput', 'detector'] as const
export type DriftName = (typeof driftNames)[number]

/** Drifts and disturbances of the virtual microscope; docs/simulator.md says what each one does. */
export interface VirtualTroubles {
  /** How far each can go, and where it is when nothing has drifted. */
  readonly drifts: Readonly<Record<DriftName, { min: number; max: number; none: number }>>
  /** Names of the disturbances that can be switched on. */
  readonly disturbances: readonly string[]
  /** How it is now. */
  read(): Promise<{ drift: Record<DriftName, number>; disturbances: string[] }>
  /**
   * Goes there evenly over some time; in no time without it.
   * @throws device.outOfRange
   */
  drift(name: DriftName, value: number, overSeconds?: number): Promise<void>
  /** @throws device.outOfRange for a name that is not among `disturbances` */
  disturb(name: string, on: boolean): Promise<void>
  /** Everything as the factory left it. */
  clear(): Promise<void>
}

/**
 * The microscope as software sees it; what every driver meets. In every way out of every method (error, abort, close)
 * the laser is off, and was read back as off where the instrument can still be asked.
 */
export interface Microscope {
  readonly identity: DeviceIdentity
  /** Wavenumber of each pixel, cm-1, ascending. */
  readonly wavenumbers: Float64Array
  readonly limits: ExposureLimits
  /** So long after the line was lost the laser has gone off by itself, ms; 0 without a laser. */
  readonly watchdogMs: number
  readonly state: MicroscopeState
  /** Called on each change of `state`; returns how to stop listening. */
  onState(listener: (state: MicroscopeState) => void): () => void
  /** Frames one after the other until `stopPreview`. A listener that is slow loses frames; they are counted in `droppedBefore`. */
  startPreview(options: PreviewOptions, onFrame: (frame: RawFrame) => void): Promise<void>
  stopPreview(): Promise<void>
  /** A preview that runs is ended first. Fails with `acquisition.cancelled` when the signal aborts. */
  acquire(options: AcquireOptions): Promise<void>
  /** Idempotent, allowed at any time; ends preview and acquisition. Resolves when the laser is read back as off. */
  stopLaser(): Promise<void>
  /** Laser off, port released. Never throws. */
  close(): Promise<void>
  /** What its registers hold, by name, for its maker. Not every instrument has any that can be asked. */
  readRegisters?(): Promise<Record<string, string | number>>
  /** The virtual microscope alone: what lies under the objective. */
  readonly samples?: {
    readonly selected: string
    readonly catalogue: string[]
    select(name: string): Promise<void>
  }
  /** The virtual microscope alone: what goes wrong with it on command, for teaching and for tests. */
  readonly simulator?: VirtualTroubles
}
