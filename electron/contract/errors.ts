import { z } from 'zod'

/**
 * Every code an error of Stokes can carry, by domain. Callers match the code, never the text;
 * a new failure gets a new code here.
 */
const errorCodes = [
  // The numbers of a spectrum.
  'spectrum.empty',
  'spectrum.notFinite',
  'spectrum.constant',
  'spectrum.zeroNorm',
  'spectrum.tooShort',
  'spectrum.lengthMismatch',
  // The axis a spectrum stands on.
  'axis.notFinite',
  'axis.notAscending',
  'axis.notCovered',
  'axis.mismatch',
  // A recipe and the steps it names.
  'recipe.invalid',
  'recipe.unknownStep',
  'recipe.invalidParameter',
  // Numeric work that cannot be finished.
  'numeric.singular',
  // A file that a person gave.
  'file.notFound',
  'file.notReadable',
  'file.notASpectrum',
  'file.notWritable',
  'file.notAPhoto',
  'file.tooLarge',
  // The instrument and the way to it.
  'device.notFound',
  'device.busy',
  'device.noPermission',
  'device.noAnswer',
  'device.notAMicroscope',
  'device.garbled',
  'device.unplugged',
  'device.refused',
  'device.wrongState',
  'device.outOfRange',
  'device.framesLost',
  'device.unsupported',
  'device.otherInstrument',
  // The laser.
  'laser.notAuthorised',
  'laser.interlockOpen',
  'laser.watchdogTripped',
  'laser.noEmission',
  'laser.stillEmitting',
  'laser.unattended',
  'laser.doseReached',
  'laser.doseUnknown',
  'laser.policyRefused',
  'laser.benchOnly',
  // An acquisition.
  'acquisition.cancelled',
  'acquisition.running',
  'acquisition.originMismatch',
  'acquisition.interrupted',
  // A calibration.
  'calibration.refused',
  // The case log.
  'storage.notFound',
  'storage.newerSchema',
  'storage.damaged',
  'storage.locked',
  'storage.diskFull',
  'storage.diskFailed',
  'storage.readOnly',
  'storage.duplicate',
  'storage.noNativePart',
  'storage.keyNeeded',
  'storage.wrongKey',
  'storage.noKeychain',
  'storage.unfitDisk',
  'storage.badBackup',
  'storage.notEncrypted',
  'storage.holdsIdentities',
  // Models and the engines that run them.
  'model.notFound',
  'model.damaged',
  'model.wrongRecipe',
  'model.wrongShape',
  'model.notOnnx',
  'model.invalidManifest',
  'model.unknownTensor',
  'model.unsupported',
  'model.notFinite',
  'engine.unavailable',
  'engine.failed',
  // Labelled spectra, and what is learnt from them.
  'dataset.invalid',
  'dataset.tooSmall',
  'dataset.oneClass',
  'dataset.mixedOrigins',
  'dataset.patientInTwoParts',
  'dataset.changed',
  'training.wrongCheckpoint',
  'training.cancelled',
  'training.interrupted',
  'registry.refused',
  // What goes in and out of the case log.
  'exchange.cancelled',
  'exchange.refused',
  // Who may do what.
  'trust.locked',
  'trust.refused',
  'trust.wrongSecret',
  'trust.wait',
  'trust.weakSecret',
  // How a command or a call was given.
  'usage.invalid',
  // A part of the application that ended and is started again.
  'process.ended',
  // A fault of the program, not of what it was given.
  'internal.unexpected',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** A failure as data: what crosses a process boundary and what the window shows. */
export const problemSchema = z.object({
  code: z.enum(errorCodes),
  /** What happened, with the number and its unit. */
  message: z.string(),
  /** What to do next. */
  tip: z.string().optional(),
})
export type Problem = z.infer<typeof problemSchema>

interface StokesErrorOptions extends ErrorOptions {
  tip?: string
  /** The numbers behind the message, for logs and tests. */
  details?: Record<string, unknown>
}

/** The one error class of Stokes; its code says what kind of failure it is. */
export class StokesError extends Error {
  readonly code: ErrorCode
  readonly tip?: string
  readonly details?: Record<string, unknown>

  constructor(code: ErrorCode, message: string, { tip, details, ...options }: StokesErrorOptions = {}) {
    super(message, options)
    this.name = 'StokesError'
    this.code = code
    if (tip !== undefined) this.tip = tip
    if (details !== undefined) this.details = details
  }
}

/** Anything thrown, as a problem to send or show. What is not a StokesError is a fault of the program. */
export function toProblem(error: unknown): Problem {
  if (error instanceof StokesError) {
    return { code: error.code, message: error.message, ...(error.tip !== undefined && { tip: error.tip }) }
  }
  return { code: 'internal.unexpected', message: error instanceof Error ? error.message : String(error) }
}
