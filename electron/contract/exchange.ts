import { z } from 'zod'

export const exportFormatSchema = z.enum([
  'csv',
  'json',
  'jcamp',
  'spc',
  'hdf5',
  'parquet',
  'archive',
  'fhir',
  'report',
])
export type ExportFormat = z.infer<typeof exportFormatSchema>

/** Which cases: one, those that a search finds, or all of them. */
export const exportedCasesSchema = z.union([
  z.object({ lesionId: z.string() }),
  z.object({ search: z.string().trim().max(200) }),
  z.literal('all'),
])
export type ExportedCases = z.infer<typeof exportedCasesSchema>

export const exportReportSchema = z.object({
  format: exportFormatSchema,
  cases: z.int(),
  measurements: z.int(),
  files: z.array(z.string()),
})
export type ExportReport = z.infer<typeof exportReportSchema>
