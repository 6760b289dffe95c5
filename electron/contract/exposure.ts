import { z } from 'zod'
import { laserAuthorisationSchema } from './device'
import { procedure } from './procedure'

const timestamp = z.iso.datetime()
const positive = z.number().positive()

/** What a site allows: a share of the exposure limit of skin, and at most its own limit. Never more than the limit. */
export const dosePolicySchema = z.object({
  /** Of the limit for skin; above 0, at most 1. */
  fraction: z.number(),
  /** On one site in any 8 h 20 min; null where there is none. */
  joulesPerSquareCentimetre: z.number().nullable(),
})
export type DosePolicy = z.infer<typeof dosePolicySchema>

/** What a power meter in place of the sample read. */
export const newPowerReadingSchema = z.object({
  operatorId: z.string(),
  /** Of the instrument. */
  serialNumber: z.string(),
  measuredAt: timestamp,
  commandedMilliwatts: positive,
  measuredMilliwatts: positive,
  /** Diameter of the spot on the sample; null where nobody measured it. */
  spotMicrometres: positive.nullable(),
})
export type NewPowerReading = z.infer<typeof newPowerReadingSchema>
export const powerReadingSchema = newPowerReadingSchema.extend({ id: z.string(), createdAt: timestamp })
export type PowerReading = z.infer<typeof powerReadingSchema>

/** `meter`: as a meter at the sample corrected it. `instrument`: as the instrument says, not measured at the sample. */
export const powerSourceSchema = z.enum(['meter', 'instrument'])
export type PowerSource = z.infer<typeof powerSourceSchema>

export const powerAtSampleSchema = z.object({
  milliwatts: z.number(),
  source: powerSourceSchema,
  /** Of the reading. */
  ageDays: z.number().nullable(),
  /** The reading is to be repeated. */
  old: z.boolean(),
  /** Null where nobody measured it. */
  spotMicrometres: z.number().nullable(),
})
export type PowerAtSample = z.infer<typeof powerAtSampleSchema>

export const firingKindSchema = z.enum(['preview', 'measurement'])
export type FiringKind = z.infer<typeof firingKindSchema>

/** What the laser will emit at most; written before it may. */
export interface NewBooking {
  lesionId: string
  operatorId: string
  serialNumber: string
  kind: FiringKind
  wavelengthNanometres: number
  /** At the sample. */
  powerMilliwatts: number
  powerSource: PowerSource
  /** Of the spot; null where nobody measured it. */
  spotMicrometres: number | null
  /** It cannot have lasted longer. */
  boundMs: number
}

/** What it emitted. */
export interface EmittedLight {
  startedAt: string
  durationMs: number
  /** At the sample, the highest of it. */
  powerMilliwatts: number
}

/** Light on one lesion, as it is kept. */
export interface StoredExposure extends Omit<NewBooking, 'boundMs'>, EmittedLight {
  id: string
}

/** What one lesion has had, against what it may have. */
export const siteDoseSchema = z.object({
  /** Of the window of time, ending now, that is nearest to its limit; J/cm2 averaged over 3.5 mm or a spot that is larger. */
  spent: z.object({ seconds: z.number(), dose: z.number(), limit: z.number(), fraction: z.number() }),
  /** How long this site may be exposed from now on at this power. */
  remainingSeconds: z.number(),
  /** 30 000 s: as long as anybody likes. */
  unlimited: z.boolean(),
  power: powerAtSampleSchema,
  /** W/cm2, as the limit is averaged. */
  averagedIrradiance: z.number(),
  /** Within the spot itself. */
  local: z.object({
    irradiance: z.number(),
    /** J/cm2, all that this site had in 8 h 20 min. */
    dose: z.number(),
    spotMicrometres: z.number(),
    /** Nobody measured the spot. */
    assumed: z.boolean(),
  }),
  policy: dosePolicySchema,
})
export type SiteDose = z.infer<typeof siteDoseSchema>

export const autoExposureOptionsSchema = z.object({
  authorisation: laserAuthorisationSchema,
  powerMilliwatts: positive,
  /** Of the measurement to come, so that all of it fits into the dose. */
  accumulations: z.int().positive(),
})
export type AutoExposureOptions = z.infer<typeof autoExposureOptionsSchema>

export const autoExposureSchema = z.object({
  integrationTimeMs: z.number(),
  /** How full the converter will be. */
  fill: z.number(),
  /** Why it is less than was aimed at: what the site may have, or what the instrument can; null where nothing is. */
  cappedBy: z.enum(['dose', 'instrument']).nullable(),
})
export type AutoExposure = z.infer<typeof autoExposureSchema>

export const exposureContract = {
  /** Fires for trial frames, which count in the dose and are not kept. */
  auto: procedure.input(autoExposureOptionsSchema).output(autoExposureSchema),
  /** For the instrument that is connected, at this commanded power; null where it has no laser. */
  dose: procedure
    .input(z.object({ lesionId: z.string(), powerMilliwatts: z.number().nonnegative() }))
    .output(siteDoseSchema.nullable()),
  policy: procedure.output(dosePolicySchema),
  /** Whatever was typed: what is no stricter policy is refused, with the reason, and the old one stays in force. */
  setPolicy: procedure
    .input(
      z.object({ operatorId: z.string(), fraction: z.unknown(), joulesPerSquareCentimetre: z.unknown() }),
    )
    .output(dosePolicySchema),
  /** Of the instrument that is connected. */
  powerReading: procedure.output(powerReadingSchema.nullable()),
  addPowerReading: procedure.input(newPowerReadingSchema).output(powerReadingSchema),
}
