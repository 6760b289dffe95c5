import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { answerSchema, judgedAnswerSchema } from './answer'
import { laserAuthorisationSchema } from './device'
import { clonedSpectrumSchema } from './frame'
import { procedure } from './procedure'

export const acquisitionPlanSchema = z.object({
  integrationTimeMs: z.number().positive(),
  accumulations: z.int().positive(),
  /** Frames with the laser off, of the same integration time, taken first. */
  darkFrames: z.int().nonnegative(),
  laserPowerMilliwatts: z.number().nonnegative(),
})
export type AcquisitionPlan = z.infer<typeof acquisitionPlanSchema>

export const acquisitionEventSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('started'), acquisitionId: z.string(), frames: z.int() }),
  z.object({
    phase: z.enum(['dark', 'exposing']),
    /** Frames recorded (committed) so far, of `frames` in all; of the last one the answer tells. */
    recorded: z.int(),
    frames: z.int(),
    remainingMs: z.number(),
  }),
  /** Every photon is on disk; the laser is off. Left out where the answer is there as soon. */
  z.object({ phase: z.literal('judging') }),
  /** To be shown at once; comes while the end of the measurement is written, and is withdrawn where that fails. */
  z.object({
    phase: z.literal('judged'),
    acquisitionId: z.string(),
    answer: judgedAnswerSchema,
    spectrum: clonedSpectrumSchema,
    /** When the last frame was complete on the wire, ms since the epoch. */
    completedAt: z.number(),
  }),
  /** The same answer with its bands, as it is in the case log. */
  z.object({ phase: z.literal('done'), acquisitionId: z.string(), answer: answerSchema }),
])
export type AcquisitionEvent = z.infer<typeof acquisitionEventSchema>

export const acquisitionContract = {
  /** Runs to `done`, or fails with a problem. Leaving the iterator cancels: laser off, frames so far are kept. */
  start: procedure
    .input(
      z.object({
        plan: acquisitionPlanSchema,
        authorisation: laserAuthorisationSchema,
        /** Names another spot of the lesion; the first where it is left out. */
        spot: z.string().trim().min(1).max(40).optional(),
      }),
    )
    .output(eventIterator(acquisitionEventSchema)),
  cancel: procedure.output(z.void()),
}
