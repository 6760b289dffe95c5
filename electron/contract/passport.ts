import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import {
  badPixelsSchema,
  calibrationDriftSchema,
  calibrationReasonSchema,
  darkModelSchema,
  fittedLineSchema,
  intensityFitSchema,
  laserFitSchema,
  resolutionSchema,
  shiftCheckSchema,
  shiftStandardSchema,
  wavelengthFitSchema,
} from './calibration'
import { deviceIdentitySchema } from './frame'
import { procedure } from './procedure'

/*
 * The calibration passport of an instrument and the daily check that makes one.
 *
 * For the screen: `watch` tells the state of the connected instrument, to be shown with its message wherever a measurement
 * is offered. `startDailyCheck` is one conversation: read its events, draw them, and answer those that wait:
 *
 *   started             the steps, in order
 *   place               what to put under the objective; unless `automatic`, waits for `acceptStep`
 *   measuring           progress of this step
 *   measured            what came of it, with its spectrum and the lines found in it. Where `waits` is true it was refused
 *                       (a lamp that is off, the wrong one, a saturated line): `repeatStep`, or `refuse` to end the check
 *   done                the passport, as it is stored, and the state from now on
 *
 * A verdict of `pass` puts a passport in force. `fail`: the instrument does not meet its limits and may not be used on
 * patients until a check passes. `refused`: nothing can be said of the instrument, or the new fit is worse than the one in
 * force; what was in force stays so. Leaving the iterator ends the check with the laser off, and nothing is stored.
 */

const timestamp = z.iso.datetime()

/**
 * What is known of an instrument's calibration when it measures. `missing`: it never had one and works on its factory
 * calibration. `failed`: its last daily check failed. `expired`: too old, too warm or too cold since, or the clock of this
 * computer is wrong. `otherInstrument`: another one was calibrated here, this one never.
 */
export const calibrationStateSchema = z.enum([
  'valid',
  'nearEnd',
  'expired',
  'failed',
  'missing',
  'otherInstrument',
])
export type CalibrationState = z.infer<typeof calibrationStateSchema>

/** The state for people, and as it is stamped on each measurement. */
export const calibrationStatusSchema = z.object({
  state: calibrationStateSchema,
  /** What is the case, with the figures; a sentence. */
  message: z.string(),
  /** What to do; null where nothing is. */
  tip: z.string().nullable(),
  /** Whose coefficients and laser wavelength make the axis; null: the factory's. */
  passportId: z.string().nullable(),
  measuredAt: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
  /** The clock went back: then the daily check wants to be told that it is right. */
  clockWentBack: z.literal(true).optional(),
})
export type CalibrationStatus = z.infer<typeof calibrationStatusSchema>

/** How long a passport holds. */
export const passportPolicySchema = z.object({
  validHours: z.number().positive(),
  /** From this age on it is near its end. */
  nearEndHours: z.number().positive(),
  /** Largest change of the detector's temperature since. */
  detectorKelvin: z.number().positive(),
})
export type PassportPolicy = z.infer<typeof passportPolicySchema>

/** In the order in which they are measured. `argon` and `intensity` may be left out. */
export const checkStepSchema = z.enum(['dark', 'neon', 'argon', 'silicon', 'shift', 'intensity'])
export type CheckStep = z.infer<typeof checkStepSchema>

export const checkReasonSchema = calibrationReasonSchema.extend({
  code: z.union([calibrationReasonSchema.shape.code, z.enum(['worse', 'notSteady', 'refusedByPerson'])]),
})
export type CheckReason = z.infer<typeof checkReasonSchema>

/** A number that was judged, with the limit it was held against. */
export const checkFigureSchema = z.object({
  label: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  limit: z.string(),
  pass: z.boolean(),
})
export type CheckFigure = z.infer<typeof checkFigureSchema>

export const stepResultSchema = z.object({
  step: checkStepSchema,
  /** What lay under the objective. */
  standard: z.string(),
  ok: z.boolean(),
  /** False where it leaves the instrument unknown: the wrong lamp, no light, something else in its place. */
  says: z.boolean(),
  reasons: z.array(checkReasonSchema),
  figures: z.array(checkFigureSchema),
  integrationTimeMs: z.number(),
  accumulations: z.int(),
  darkFrames: z.int(),
  laserPowerMilliwatts: z.number(),
  /** Of exposing, transfers left out. */
  instrumentMs: z.number(),
})
export type StepResult = z.infer<typeof stepResultSchema>

const temperatures = {
  detectorTemperatureCelsius: z.number().nullable(),
  laserTemperatureCelsius: z.number().nullable(),
}

/** What can be said of a passport in a line. */
export const passportSummarySchema = z.object({
  id: z.string(),
  createdAt: timestamp,
  operatorId: z.string(),
  operatorName: z.string(),
  serialNumber: z.string(),
  verdict: z.enum(['pass', 'fail', 'refused']),
  reasons: z.array(checkReasonSchema),
  /** Null unless the verdict is `pass`. */
  expiresAt: timestamp.nullable(),
  ...temperatures,
})
export type PassportSummary = z.infer<typeof passportSummarySchema>

/** One daily check and what it found. Parts are null where it did not come so far. */
export const passportSchema = passportSummarySchema.extend({
  device: deviceIdentitySchema,
  softwareVersion: z.string(),
  steps: z.array(stepResultSchema),
  /** Of all steps. */
  instrumentMs: z.number(),
  dark: darkModelSchema.nullable(),
  badPixels: badPixelsSchema.nullable(),
  wavelength: wavelengthFitSchema.nullable(),
  laser: laserFitSchema.nullable(),
  shift: shiftCheckSchema.nullable(),
  resolution: resolutionSchema.nullable(),
  /** Offered to recipes; no model that ships asks for it. */
  intensity: intensityFitSchema.nullable(),
  /** Counts of silicon's line for each mW and second: what the optics let through. */
  throughput: z.number().nullable(),
  /** Against what was in force, else against the factory's calibration. */
  drift: calibrationDriftSchema.nullable(),
  /** That it was held against; null: the factory's calibration. */
  formerId: z.string().nullable(),
  /** What is not forbidden, but unusual: figures beyond their control limits. */
  warnings: z.array(z.string()),
})
export type Passport = z.infer<typeof passportSchema>

export const trendQuantitySchema = z.enum([
  'laserNanometres',
  'siliconWavenumber',
  'shiftPixels',
  'stretchPixels',
  'rmsPixels',
  'resolutionWavenumber',
  'shiftWavenumber',
  'throughput',
  'darkCounts',
])
export type TrendQuantity = z.infer<typeof trendQuantitySchema>

/** One figure over the daily checks, the oldest first, as a control chart. */
export const trendSchema = z.object({
  quantity: trendQuantitySchema,
  label: z.string(),
  unit: z.string(),
  /** Mean and standard deviation of the first checks; null while there are too few of them. */
  centre: z.number().nullable(),
  sigma: z.number().nullable(),
  points: z.array(
    z.object({
      passportId: z.string(),
      at: timestamp,
      verdict: passportSummarySchema.shape.verdict,
      value: z.number(),
      /** Exponentially weighted mean up to here, and what it must stay between; null while there are too few checks. */
      ewma: z.number().nullable(),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
      outside: z.boolean(),
    }),
  ),
})
export type Trend = z.infer<typeof trendSchema>

/** Lines of a lamp or bands of a standard, to hold a live spectrum against. */
export const referenceLinesSchema = z.object({
  name: z.enum(['neon', 'argon', 'silicon', ...shiftStandardSchema.options]),
  /** cm-1: of a lamp, where its lines stand with the laser of the instrument. `strength` is relative, 0 to 1. */
  lines: z.array(z.object({ wavenumber: z.number(), strength: z.number() })),
})
export type ReferenceLines = z.infer<typeof referenceLinesSchema>

export const dailyCheckOptionsSchema = z.object({
  operatorId: z.string(),
  /** That all in the room wear their laser eyewear; the virtual microscope has no laser that could meet an eye. */
  eyewearConfirmed: z.boolean(),
  /** The standard of ASTM E1840 that is there. */
  shiftStandard: shiftStandardSchema.default('acetaminophen'),
  /** Steps that are left out: what is not there. */
  without: z.array(z.enum(['argon', 'intensity'])).default([]),
  laserPowerMilliwatts: z.number().positive().default(25),
  /** That the clock of this computer is right although the last check was made later than it says. */
  clockConfirmed: z.boolean().default(false),
})
export type DailyCheckOptions = z.infer<typeof dailyCheckOptionsSchema>

export const dailyCheckEventSchema = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('started'),
    steps: z.array(z.object({ step: checkStepSchema, standard: z.string(), title: z.string() })),
    serialNumber: z.string(),
  }),
  z.object({
    phase: z.literal('place'),
    step: checkStepSchema,
    standard: z.string(),
    /** For people: "Put the silicon wafer under the objective and focus on its surface." */
    instruction: z.string(),
    /** The service puts it there by itself: the virtual microscope. */
    automatic: z.boolean(),
    /** Whether the laser will fire. */
    laser: z.boolean(),
  }),
  z.object({
    phase: z.literal('measuring'),
    step: checkStepSchema,
    recorded: z.int(),
    frames: z.int(),
    /** Of the whole check, 0 to 100. */
    percent: z.number(),
    remainingMs: z.number(),
  }),
  z.object({
    phase: z.literal('measured'),
    step: checkStepSchema,
    result: stepResultSchema,
    /** Mean counts less the dark, one a pixel, and the axis that the calibration so far gives. */
    spectrum: z.object({ intensities: z.array(z.number()), wavenumbers: z.array(z.number()) }),
    /** Of the fit that this step made: in vacuum nm of a lamp, in cm-1 of a shift standard; empty of the other steps. */
    lines: z.array(fittedLineSchema),
    waits: z.boolean(),
  }),
  z.object({ phase: z.literal('done'), passport: passportSchema, status: calibrationStatusSchema }),
])
export type DailyCheckEvent = z.infer<typeof dailyCheckEventSchema>

const ofPassport = z.object({ passportId: z.string() })
/** Of the connected instrument where none is named. */
const ofInstrument = z.object({ serialNumber: z.string().nullable().default(null) })

export const passportContract = {
  /** Of the connected instrument, now and whenever it changes; null without one. */
  watch: procedure.output(eventIterator(calibrationStatusSchema.nullable())),
  /** Of the connected instrument; null where none is in force, whatever its age. */
  inForce: procedure.output(passportSchema.nullable()),
  get: procedure.input(ofPassport).output(passportSchema),
  /** Newest first. */
  history: procedure.input(ofInstrument).output(z.array(passportSummarySchema)),
  trends: procedure.input(ofInstrument).output(z.array(trendSchema)),
  /** As a document of its own, to be saved with `saveDocument` as `html` or `pdf`. */
  document: procedure.input(ofPassport).output(z.object({ html: z.string(), suggestedName: z.string() })),
  policy: procedure.output(passportPolicySchema),
  /** On the axis of the connected instrument. */
  references: procedure.output(z.array(referenceLinesSchema)),
  startDailyCheck: procedure.input(dailyCheckOptionsSchema).output(eventIterator(dailyCheckEventSchema)),
  /** What `place` asked for is done. Nothing happens where nothing waits; the same holds for the next two. */
  acceptStep: procedure.output(z.void()),
  /** Measures the step that was refused once more, from `place` on. */
  repeatStep: procedure.output(z.void()),
  /** Ends the check with the verdict `refused`; what was in force stays so. */
  refuse: procedure.input(z.object({ reason: z.string().trim().max(1000).default('') })).output(z.void()),
}
