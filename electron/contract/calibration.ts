import { z } from 'zod'

/** Why a calibration is refused, or what to know of one that is not. */
export const calibrationReasonSchema = z.object({
  /** A stable word, such as `wrongLamp`. */
  code: z.enum([
    'lampOff',
    'wrongLamp',
    'tooFewLines',
    'saturated',
    'residual',
    'notRising',
    'noLine',
    'notSilicon',
    'laserRange',
    'notTheStandard',
    'offset',
    'resolution',
    'noDark',
    'noLight',
    'outsideCertificate',
    'wrongExcitation',
    'tooFewFrames',
    'darkTooHigh',
    'tooManyBadPixels',
    'notLinear',
  ]),
  /** What was found, with the number, its unit and the limit. */
  message: z.string(),
  /** What to do. */
  tip: z.string(),
})
export type CalibrationReason = z.infer<typeof calibrationReasonSchema>

/** What every result begins with: whether it may be used, and why not. */
const outcome = { ok: z.boolean(), reasons: z.array(calibrationReasonSchema) }
const numbers = z.array(z.number())

/** A reference line and where the instrument shows it. */
export const fittedLineSchema = z.object({
  /** Where it is: vacuum nm of a lamp, cm-1 of a Raman standard. */
  reference: z.number(),
  /** Where the calibration has it, in the same unit. */
  measured: z.number(),
  /** Where it was found, in pixels from the centre of the first one; null where the axis is no detector's. */
  pixel: z.number().nullable(),
  /** Standard uncertainty of `pixel`, from what the fit of the line leaves. */
  uncertaintyPixels: z.number().nullable(),
  /** measured - reference in pixels; null where the axis is no detector's. */
  residualPixels: z.number().nullable(),
  /** measured - reference, in the unit of `reference`. */
  residual: z.number(),
  /** False where it did not take part in the fit. */
  used: z.boolean(),
})
export type FittedLine = z.infer<typeof fittedLineSchema>

export const lampSchema = z.enum(['neon', 'argon'])
export type Lamp = z.infer<typeof lampSchema>

/** Which vacuum wavelength falls on which pixel. */
export const wavelengthFitSchema = z.object({
  ...outcome,
  lamps: z.array(lampSchema),
  /** Order of the polynomial. */
  order: z.int(),
  /** Polynomial pixel -> vacuum nm, constant first; empty where none was found. */
  coefficients: numbers,
  lines: z.array(fittedLineSchema),
  /** Pixels of the peaks that are no line of the lamp. */
  spurious: numbers,
  /** Root mean square of the residuals of the lines used. */
  rmsPixels: z.number().nullable(),
  rmsNanometres: z.number().nullable(),
  rmsWavenumber: z.number().nullable(),
  /** The same, each line predicted by a fit without it. */
  leaveOneOutRmsPixels: z.number().nullable(),
  /** Standard uncertainty of the wavelength of each pixel, nm: it grows beyond the outermost lines. */
  accuracyNanometres: numbers,
})
export type WavelengthFit = z.infer<typeof wavelengthFitSchema>

/** The wavelength of the laser, from where silicon's phonon stands. */
export const laserFitSchema = z.object({
  ...outcome,
  /** In vacuum; null where it is not known. */
  laserNanometres: z.number().nullable(),
  /** Standard uncertainty of the fit, the certificate's left out. */
  uncertaintyNanometres: z.number().nullable(),
  siliconPixel: z.number().nullable(),
  /** Standard uncertainty of `siliconPixel`. */
  siliconUncertaintyPixels: z.number().nullable(),
  siliconNanometres: z.number().nullable(),
  /** Full width at half maximum, cm-1. */
  siliconWidthWavenumber: z.number().nullable(),
  /** What silicon is said to be at, cm-1. */
  siliconReference: z.number(),
  /** Where silicon would stand with the laser that was in force, cm-1. */
  siliconWithFormerLaser: z.number().nullable(),
})
export type LaserFit = z.infer<typeof laserFitSchema>

/** What moved between two calibrations of one instrument. */
export const calibrationDriftSchema = z.object({
  /** New - former. */
  laserNanometres: z.number(),
  /** By how much all bands are off because of it while the former laser is believed, cm-1. */
  laserWavenumber: z.number(),
  /** By how much the image of a fixed wavelength moved in the middle of the detector, pixels. */
  shiftPixels: z.number(),
  /** By how much more it moved at the last pixel than at the first. */
  stretchPixels: z.number(),
  /** Standard uncertainties of the same. */
  laserUncertaintyNanometres: z.number(),
  shiftUncertaintyPixels: z.number(),
  stretchUncertaintyPixels: z.number(),
  /** What is certain: beyond its uncertainty three times over, and beyond what matters. */
  moved: z.array(z.enum(['laser', 'shift', 'stretch'])),
})
export type CalibrationDrift = z.infer<typeof calibrationDriftSchema>

export const shiftStandardSchema = z.enum([
  'polystyrene',
  'acetaminophen',
  'cyclohexane',
  'naphthalene',
  'calcite',
])
export type ShiftStandard = z.infer<typeof shiftStandardSchema>

/** Raman shifts of a standard of ASTM E1840, held against the certified ones. */
export const shiftCheckSchema = z.object({
  ...outcome,
  standard: shiftStandardSchema,
  /** In cm-1. None is used in any fit. */
  lines: z.array(fittedLineSchema),
  meanWavenumber: z.number().nullable(),
  rmsWavenumber: z.number().nullable(),
  /** Largest distance of a line, without its sign. */
  worstWavenumber: z.number().nullable(),
  /** What the worst line is held against. */
  limitWavenumber: z.number(),
  /** Below this, a difference says nothing: the uncertainty (k = 2) of the reference values. */
  meaningWavenumber: z.number(),
})
export type ShiftCheck = z.infer<typeof shiftCheckSchema>

/** Full width at half maximum of narrow lines. */
export const resolutionSchema = z.object({
  ...outcome,
  method: z.enum(['calcite', 'neon', 'argon']),
  lines: z.array(
    z.object({
      /** Vacuum nm of a lamp, cm-1 of calcite. */
      reference: z.number(),
      widthPixels: z.number().nullable(),
      widthNanometres: z.number(),
      widthWavenumber: z.number(),
    }),
  ),
  /** Of calcite's line, or the median of the lamp's. */
  widthWavenumber: z.number().nullable(),
  /** Of the instrument alone, by ASTM E2529 from calcite's width; for a lamp the same as the width. */
  resolutionWavenumber: z.number().nullable(),
  limitWavenumber: z.number(),
})
export type Resolution = z.infer<typeof resolutionSchema>

/** Factors that turn counts into relative intensity. */
export const intensityFitSchema = z.object({
  ...outcome,
  /** Name and serial number of the standard. */
  standard: z.string(),
  /** Where the certificate holds, cut to the axis, cm-1. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** One a pixel, 1 at the median; null outside the certificate and where there is no light. */
  factors: z.array(z.number().nullable()),
  /** Relative standard deviation of the factors from noise. */
  relativeNoise: z.number().nullable(),
})
export type IntensityFit = z.infer<typeof intensityFitSchema>

/** What the detector counts without light: bias + rate x time, the rate doubling with each so many kelvin. */
export const darkModelSchema = z.object({
  ...outcome,
  /** Counts at no integration time, one a pixel. */
  bias: numbers,
  /** Counts per second at `temperatureCelsius`, one a pixel. */
  rate: numbers,
  temperatureCelsius: z.number().nullable(),
  /** Kelvin that double the rate; null where all frames are of one temperature. */
  doublingKelvin: z.number().nullable(),
  /** Standard deviation of one pixel from frame to frame at the shortest time, counts. */
  readNoiseCounts: z.number().nullable(),
  /** Root mean square of what the model leaves, counts. */
  rmsCounts: z.number().nullable(),
})
export type DarkModel = z.infer<typeof darkModelSchema>

export const badPixelsSchema = z.object({
  ...outcome,
  pixels: z.array(
    z.object({
      pixel: z.int(),
      kind: z.enum(['hot', 'dead', 'noisy']),
      /** Dark level in robust standard deviations, response or noise relative to the neighbours'. */
      value: z.number(),
      limit: z.number(),
    }),
  ),
})
export type BadPixels = z.infer<typeof badPixelsSchema>

/** Whether twice the time gives twice the counts. */
export const linearityFitSchema = z.object({
  ...outcome,
  points: z.array(
    z.object({
      integrationTimeMs: z.number(),
      counts: z.number(),
      /** Distance from the line, share of the line's value. */
      deviation: z.number(),
    }),
  ),
  /** Counts per millisecond, and at none. */
  slope: z.number().nullable(),
  offset: z.number().nullable(),
  worstDeviation: z.number().nullable(),
  /** Highest count at which the deviation is below the limit. */
  linearToCounts: z.number().nullable(),
  limit: z.number(),
})
export type LinearityFit = z.infer<typeof linearityFitSchema>
