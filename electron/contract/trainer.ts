import { z } from 'zod'
import { problemSchema } from './errors'
import { evaluationReportSchema } from './evaluation'
import { experimentSchema, progressPointSchema, splitPartSchema } from './learning'

/* What the instrument process and a training process say to each other. */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const trainerTaskSchema = z.object({
  runId: z.string(),
  name: z.string(),
  experiment: experimentSchema,
  /** The frozen data set, a file. */
  snapshot: z.string(),
  dataSetName: z.string(),
  /** Patients of external test sets, which no run may see. */
  hiddenPatients: z.array(z.string()),
  /** Of this run alone: its checkpoint and what it leaves. */
  folder: z.string(),
  /** Name and version of what trains. */
  software: z.string(),
  /** Above it the process gives up, megabytes. */
  memoryLimitMegabytes: z.number().positive(),
})
export type TrainerTask = z.infer<typeof trainerTaskSchema>

export const toTrainerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), task: trainerTaskSchema }),
  /** The process answers `cancelled` at the next step. */
  z.object({ type: z.literal('cancel') }),
])
export type ToTrainer = z.infer<typeof toTrainerSchema>

export const trainedRunSchema = z.object({
  report: evaluationReportSchema,
  engine: z.string(),
  /** Of the bundle in the run's folder; null for a system that reads no spectra. */
  bundleHash: sha256.nullable(),
})
export type TrainedRun = z.infer<typeof trainedRunSchema>

export const fromTrainerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('split'), patients: z.record(splitPartSchema, z.array(z.string())) }),
  z.object({ type: z.literal('progress'), point: progressPointSchema }),
  z.object({ type: z.literal('finished'), run: trainedRunSchema }),
  z.object({ type: z.literal('cancelled') }),
  z.object({ type: z.literal('failed'), problem: problemSchema }),
])
export type FromTrainer = z.infer<typeof fromTrainerSchema>
