import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { problemSchema } from './errors'
import { deviceIdentitySchema } from './frame'
import { laserStatusSchema } from './laser'
import { procedure } from './procedure'

/** What a person can connect to. `virtual` is the virtual microscope that came with the application. */
export const deviceDescriptionSchema = z.object({
  kind: z.enum(['virtual', 'serial', 'usb', 'replay']),
  /** Path of the port or of the recorded file or folder, or `usb:…`; what `connect` takes. */
  path: z.string(),
  label: z.string(),
  /** What the operating system knows of it: maker, USB ids. */
  detail: z.string().nullable(),
})
export type DeviceDescription = z.infer<typeof deviceDescriptionSchema>

export const connectionStateSchema = z.enum([
  'disconnected',
  'connecting',
  'idle',
  'armed',
  'acquiring',
  'error',
])
export type ConnectionState = z.infer<typeof connectionStateSchema>

/** Read from the instrument several times a second while it is connected. */
export const deviceReadingsSchema = z.object({
  /** From the monitor diode, not from what was commanded. */
  laserEmitting: z.boolean(),
  laserArmed: z.boolean(),
  interlockClosed: z.boolean(),
  shutterOpen: z.boolean(),
  detectorTemperatureCelsius: z.number().nullable(),
  laserTemperatureCelsius: z.number().nullable(),
  watchdogTrips: z.int().nonnegative(),
})
export type DeviceReadings = z.infer<typeof deviceReadingsSchema>

export const exposureLimitsSchema = z.object({
  integrationTimeMs: z.object({ min: z.number(), max: z.number() }),
  accumulations: z.object({ min: z.number(), max: z.number() }),
  laserPowerMilliwatts: z.object({ min: z.number(), max: z.number() }).nullable(),
})
export type ExposureLimits = z.infer<typeof exposureLimitsSchema>

export const deviceStateSchema = z.object({
  connection: connectionStateSchema,
  device: deviceDescriptionSchema.nullable(),
  identity: deviceIdentitySchema.nullable(),
  limits: exposureLimitsSchema.nullable(),
  readings: deviceReadingsSchema.nullable(),
  /** Null where there is no laser. */
  laser: laserStatusSchema.nullable(),
  /** When the laser was last read back as off; also of an instrument that is gone. */
  laserOffAt: z.iso.datetime().nullable(),
  /** Serial number of the instrument that was lost: it is connected to again when it comes back. */
  awaited: z.string().nullable(),
  /** Set while live frames are shown; `laser` says whether the preview fires. */
  preview: z.object({ laser: z.boolean(), integrationTimeMs: z.number() }).nullable(),
  /** Why the connection is in the state `error`. */
  problem: problemSchema.nullable(),
  /** The sample under the objective of a virtual microscope, and those that can be selected. */
  sample: z.object({ selected: z.string(), catalogue: z.array(z.string()) }).nullable(),
})
export type DeviceState = z.infer<typeof deviceStateSchema>

/** Who takes charge of a measurement, on what lesion, with which assurance. Without it nothing fires. */
export const laserAuthorisationSchema = z.object({
  operatorId: z.string(),
  lesionId: z.string(),
  /** That all in the room wear their laser eyewear. The laser does not fire unless this is true. */
  eyewearConfirmed: z.boolean(),
})
export type LaserAuthorisation = z.infer<typeof laserAuthorisationSchema>

/** The same where no patient is: a standard lies under the objective, to calibrate. */
export const standardAuthorisationSchema = laserAuthorisationSchema
  .omit({ lesionId: true })
  .extend({ standard: z.string() })
export type StandardAuthorisation = z.infer<typeof standardAuthorisationSchema>

/** What the laser fires for. */
export const firingAuthorisationSchema = z.union([laserAuthorisationSchema, standardAuthorisationSchema])
export type FiringAuthorisation = z.infer<typeof firingAuthorisationSchema>

export const previewOptionsSchema = z.object({
  integrationTimeMs: z.number().positive(),
  laser: z
    .object({ authorisation: firingAuthorisationSchema, powerMilliwatts: z.number().nonnegative() })
    .nullable(),
})
export type PreviewOptions = z.infer<typeof previewOptionsSchema>

/** What happened to the instrument, for its maker: nothing of any patient. */
export const deviceLogEntrySchema = z.object({
  at: z.iso.datetime(),
  kind: z.enum(['connection', 'laser', 'interlock', 'shutter', 'watchdog', 'temperature', 'problem']),
  text: z.string(),
})
export type DeviceLogEntry = z.infer<typeof deviceLogEntrySchema>

export const deviceContract = {
  list: procedure.output(z.array(deviceDescriptionSchema)),
  /** The list now, and again whenever something is plugged in or out. */
  watchList: procedure.output(eventIterator(z.array(deviceDescriptionSchema))),
  connect: procedure
    .input(z.object({ kind: deviceDescriptionSchema.shape.kind, path: z.string() }))
    .output(deviceStateSchema),
  disconnect: procedure.output(deviceStateSchema),
  state: procedure.output(deviceStateSchema),
  /** The state now, and again whenever it changes. */
  watch: procedure.output(eventIterator(deviceStateSchema)),
  startPreview: procedure.input(previewOptionsSchema).output(z.void()),
  stopPreview: procedure.output(z.void()),
  /** Laser off, shutter closed, whatever runs is ended. Always allowed; answers when the laser is read back as off. */
  stopLaser: procedure.output(z.void()),
  /** The virtual microscope alone. */
  selectSample: procedure.input(z.object({ name: z.string() })).output(z.void()),
  /** The newest last, as many as are kept; since the instrument process was started. */
  log: procedure.output(z.array(deviceLogEntrySchema)),
}
