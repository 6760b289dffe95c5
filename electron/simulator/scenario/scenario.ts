import { z } from 'zod'
import { disturbanceNames } from '../disturbances'
import { driftNames, driftRanges, type DriftName } from '../firmware/drifts'
import { faultNames, type FaultName } from '../firmware/faultNames'
import { createSample } from '../virtualSample'

/** Names of the page, as a scenario spells them: `SIMulator:DRIFt:LASer` is `laser`. */
const driftOf = (name: string): DriftName => driftNames.find((each) => each.toLowerCase() === name)!
const faultOf = (name: string): FaultName => faultNames.find((each) => each.toLowerCase() === name)!

const drift = z.partialRecord(z.enum(driftNames.map((name) => name.toLowerCase())), z.number())
const fault = z.enum(faultNames.map((name) => name.toLowerCase()))
const whole = (max: number) => z.int().min(1).max(max)

const sample = z.string().superRefine((name, context) => {
  try {
    createSample(name)
  } catch (error) {
    context.addIssue((error as Error).message)
  }
})

const driftSchema = drift
  .superRefine((values, context) => {
    for (const [name, value] of Object.entries(values)) {
      const { min, max } = driftRanges[driftOf(name)]
      if (value !== undefined && (value < min || value > max))
        context.addIssue({ code: 'custom', path: [name], message: `${value} is not in ${min} to ${max}` })
    }
  })
  .transform((values) =>
    Object.entries(values).map(([name, value]) => ({ name: driftOf(name), value: value! })),
  )

const actions = ['sample', 'drift', 'disturb', 'fault', 'unplug'] as const
/** What goes with which action. */
const companions = { overSeconds: 'drift', forSeconds: 'disturb', count: 'fault' } as const

const eventSchema = z
  .strictObject({
    atSeconds: z.number().min(0),
    sample: sample.optional(),
    drift: driftSchema.optional(),
    overSeconds: z.number().min(0).optional(),
    disturb: z.array(z.enum(disturbanceNames)).min(1).optional(),
    forSeconds: z.number().positive().optional(),
    fault: fault.transform(faultOf).optional(),
    count: whole(1000).optional(),
    unplug: z.literal(true).optional(),
  })
  .superRefine((event, context) => {
    const given = actions.filter((action) => event[action] !== undefined)
    if (given.length !== 1)
      context.addIssue(`has ${given.join(' and ') || 'none'} of ${actions.join(', ')}; it needs exactly one`)
    for (const [name, action] of Object.entries(companions)) {
      if (event[name as keyof typeof companions] !== undefined && event[action] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: `goes with ${action} alone` })
    }
  })

const noiseSchema = z.strictObject({
  oneIn: z.number().min(1),
  atMost: whole(1_000_000_000).default(1_000_000_000),
  faults: z
    .partialRecord(fault, z.number().min(0))
    .refine((shares) => Object.values(shares).some((share) => share! > 0), 'needs a share above 0')
    .transform(
      (shares) =>
        Object.fromEntries(Object.entries(shares).map(([name, share]) => [faultOf(name), share])) as Partial<
          Record<FaultName, number>
        >,
    ),
})

/** What happens to a virtual microscope over device time. */
export const scenarioSchema = z.strictObject({
  /** For people. */
  title: z.string().optional(),
  seed: z.int().min(0).max(0xffff_ffff).optional(),
  pixels: z.int().min(64).max(8192).optional(),
  sample: sample.optional(),
  lineNoise: noiseSchema.optional(),
  events: z.array(eventSchema).default([]),
})

export type Scenario = z.infer<typeof scenarioSchema>
export type ScenarioEvent = Scenario['events'][number]
