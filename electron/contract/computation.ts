import { z } from 'zod'

/** All that the last bits of an answer may depend on, beside its frames, recipe, model, engine and the version of Stokes. */
export const computationSchema = z.object({
  /** What the steps of the recipe ran in. The two are the same to the bit. */
  chain: z.enum(['native', 'typescript']),
  /** Instruction set of the addon; null without one. */
  instructions: z.string().nullable(),
  /** SHA-256 of the addon's file, 64 hexadecimal digits; null without one. */
  addon: z.string().length(64).nullable(),
  /** By which the runtime of the model chooses its instructions. */
  processor: z.string(),
  /** Of JavaScript, whose functions are part of the chain. */
  runtime: z.string(),
})
export type Computation = z.infer<typeof computationSchema>
