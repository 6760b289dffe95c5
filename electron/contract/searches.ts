import { z } from 'zod'
import { caseFiltersSchema, caseQuerySchema } from './cases'
import { procedure } from './procedure'

/* Searches of the case log that somebody wants to find again. */

const name = z.string().trim().min(1).max(60)
/** Whose it is; null where nobody is chosen. */
const owner = z.object({ operatorId: z.string().nullable() })
const one = z.object({ id: z.string() })

export const newSearchSchema = owner.extend({
  name,
  search: caseQuerySchema.shape.search,
  filters: caseFiltersSchema,
})
export type NewSearch = z.infer<typeof newSearchSchema>
export const savedSearchSchema = newSearchSchema.extend({ id: z.string(), createdAt: z.iso.datetime() })
export type SavedSearch = z.infer<typeof savedSearchSchema>

export const searchesContract = {
  /** Of one operator, by name. */
  list: procedure.input(owner).output(z.array(savedSearchSchema)),
  save: procedure.input(newSearchSchema).output(savedSearchSchema),
  rename: procedure.input(one.extend({ name })).output(savedSearchSchema),
  /** Out of sight. */
  remove: procedure.input(one).output(savedSearchSchema),
  /** What was removed is there again. */
  restore: procedure.input(one).output(savedSearchSchema),
}
