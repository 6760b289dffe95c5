import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { problemSchema } from './errors'
import { procedure } from './procedure'

export const engineAttemptSchema = z.object({
  /** Such as `onnx-cpu`, `onnx-webgpu`, `tfjs-node-gpu`, `tfjs-wasm`. */
  name: z.string(),
  usable: z.boolean(),
  /** Of the engines that agree with the stored reference outputs, the fastest is used. */
  used: z.boolean(),
  /** Largest difference of a probability from the reference outputs. */
  largestDifference: z.number().nullable(),
  /** Best time of one spectrum with Grad-CAM. */
  millisecondsPerSpectrum: z.number().nullable(),
  /** Why it is not usable. */
  reason: z.string().nullable(),
})
export type EngineAttempt = z.infer<typeof engineAttemptSchema>

/** An engine that failed while it was in use. It is left out until the hardware changes. */
export const engineFailureSchema = z.object({
  engine: z.string(),
  reason: z.string(),
  /** What ran the same input again and serves now; null where no engine was left. */
  now: z.string().nullable(),
  /** ISO 8601, UTC. */
  at: z.string(),
})
export type EngineFailure = z.infer<typeof engineFailureSchema>

export const modelSummarySchema = z.object({
  name: z.string(),
  hash: z.string(),
  architecture: z.string(),
  /** True where it was trained on simulated patients: shown with every figure. */
  simulated: z.boolean(),
  recipe: z.object({ name: z.string(), hash: z.string() }),
  threshold: z.number(),
  /** Share of malignant lesions where its probabilities are calibrated, and at the site, where that was given. */
  prevalence: z.object({ calibratedAt: z.number(), site: z.number().nullable() }).nullable(),
  /** On held-out patients; the cohort is named in `provenance`. Null where nobody stated them. */
  figures: z
    .object({
      patients: z.int(),
      auc: z.number(),
      aucInterval: z.tuple([z.number(), z.number()]),
      sensitivity: z.number(),
      specificity: z.number(),
      /** Upper bound: an oracle that sees every label-dependent latent of the simulator. */
      oracleAuc: z.number().nullable(),
    })
    .nullable(),
  provenance: z.string(),
})
export type ModelSummary = z.infer<typeof modelSummarySchema>

export const systemStatusSchema = z.object({
  softwareVersion: z.string(),
  runtime: z.object({ electron: z.string(), node: z.string(), note: z.string().nullable() }),
  /** What the steps of recipes run in, and which addon or why none. The results are the same. */
  preprocessing: z.object({ name: z.enum(['native', 'typescript']), reason: z.string() }),
  /** Whether a GPU paints the window, and which, or why none. */
  graphics: z.object({ accelerated: z.boolean(), reason: z.string() }),
  engines: z.array(engineAttemptSchema),
  /** When all engines were tried last, ISO 8601; null where there is no model. */
  enginesTriedAt: z.string().nullable(),
  /** Since Stokes was started, the newest first. */
  engineFailures: z.array(engineFailureSchema),
  model: modelSummarySchema.nullable(),
  caseLog: z.object({ path: z.string(), schemaVersion: z.int(), writable: z.boolean() }).nullable(),
  /** What does not work now, and what to do about it. */
  problems: z.array(problemSchema),
})
export type SystemStatus = z.infer<typeof systemStatusSchema>

export const systemContract = {
  status: procedure.output(systemStatusSchema),
  /** Problems as they arise outside any call. */
  problems: procedure.output(eventIterator(problemSchema)),
}
