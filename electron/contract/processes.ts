import type { Problem } from './errors'

/** What main gives the instrument process when it starts it, as JSON in its first argument. */
export interface InstrumentOptions {
  dataFolder: string
  /** Path of the virtual microscope's port; null where there is none. */
  virtualMicroscope: string | null
  /** A port to offer beside those that the system lists; null for none. */
  port: string | null
}

/** From main to the instrument process. The port itself travels beside the message. */
export type ToInstrument =
  { type: 'port'; port: 'instrument' | 'live' | 'keychain' } | { type: 'stopLaser' } | { type: 'shutdown' }

/** From the instrument process to main. */
export type FromInstrument =
  /** It takes ports. */
  | { type: 'ready' }
  /** It ends by itself, and is to be started again. */
  | { type: 'restart' }
  /** What a person is to be told although it ends. */
  | { type: 'problem'; problem: Problem }
