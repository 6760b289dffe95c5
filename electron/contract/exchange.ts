import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { bodySites, caseFiltersSchema, lesionSchema } from './cases'
import { problemSchema } from './errors'
import { procedure } from './procedure'

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
  'pdf',
])
export type ExportFormat = z.infer<typeof exportFormatSchema>

/** Which cases: one, those that a search finds, or all of them. */
export const exportedCasesSchema = z.union([
  z.object({ lesionId: z.string() }),
  z.object({ search: z.string().trim().max(200), filters: caseFiltersSchema.optional() }),
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

/** What a person says of files that do not say it. */
const axisOptions = {
  axis: z.enum(['cm-1', 'nm']).optional(),
  /** Of the laser. */
  laserNanometres: z.number().min(100).max(10_000).optional(),
}
export type AxisChoice = z.infer<z.ZodObject<typeof axisOptions>>

/** Whose lesions the spectra of files become, and where those are. */
const importPlace = {
  pseudonym: z.string().trim().min(1).max(40),
  bodySite: z.enum(bodySites),
  laterality: lesionSchema.shape.laterality.optional(),
}
export type ImportPlace = z.infer<z.ZodObject<typeof importPlace>>

const paths = z.array(z.string()).min(1).max(10_000)

export const previewedFileSchema = z.object({
  path: z.string(),
  name: z.string(),
  /** Null for a file that cannot be imported. */
  format: z.string().nullable(),
  spectra: z.int(),
  /** Of the first spectrum, cm-1. */
  range: z.tuple([z.number(), z.number()]).nullable(),
  excitationNanometres: z.number().nullable(),
  integrationTimeMs: z.number().nullable(),
  /** The case log holds it already. */
  known: z.boolean(),
  problem: problemSchema.nullable(),
})
export type PreviewedFile = z.infer<typeof previewedFileSchema>

export const importPreviewSchema = z.object({
  files: z.array(previewedFileSchema),
  /** To be drawn, 8 at most: of each file the first, then more of them. */
  shown: z.array(
    z.object({ name: z.string(), wavenumbers: z.array(z.number()), intensities: z.array(z.number()) }),
  ),
})
export type ImportPreview = z.infer<typeof importPreviewSchema>

export const importOutcomeSchema = z.object({
  imported: z.array(z.object({ name: z.string(), lesionId: z.string(), spectra: z.int() })),
  /** Names of files that were there already. */
  known: z.array(z.string()),
})
export type ImportOutcome = z.infer<typeof importOutcomeSchema>

export const undoneImportSchema = z.object({
  lesionIds: z.array(z.string()).min(1).max(20_000),
  operatorName: z.string().trim().min(1).max(80),
  reason: z.string().trim().min(1).max(1000),
})
export type UndoneImport = z.infer<typeof undoneImportSchema>

/** What becomes of the cases in an export for research. */
export const deidentificationPreviewSchema = z.object({
  rules: z.array(z.object({ fields: z.string(), what: z.string() })),
  /** Where its key lies, or will: null where it follows from the key of the case log. */
  key: z.object({ path: z.string().nullable(), isThere: z.boolean() }),
  /** Of one measurement; none where nothing is measured. */
  example: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
})
export type DeidentificationPreview = z.infer<typeof deidentificationPreviewSchema>

const exportEventSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('writing'), measurements: z.int() }),
  z.object({ phase: z.literal('done'), report: exportReportSchema }),
])
const importEventSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('reading'), files: z.int(), of: z.int() }),
  z.object({ phase: z.literal('done'), outcome: importOutcomeSchema }),
])

export const exchangeContract = {
  /** Runs to `done`. Leaving the iterator cancels; files that were finished stay. */
  export: procedure
    .input(
      z.object({
        chosen: exportedCasesSchema,
        format: exportFormatSchema,
        out: z.string(),
        /** For research, by the key of the case log, else by one beside it, which is made. */
        deidentify: z.boolean(),
      }),
    )
    .output(eventIterator(exportEventSchema)),
  /** Changes nothing, and makes no key. */
  deidentification: procedure
    .input(z.object({ chosen: exportedCasesSchema }))
    .output(deidentificationPreviewSchema),
  /** The report of a case, to be saved with `saveDocument` as `pdf`. */
  report: procedure
    .input(z.object({ lesionId: z.string() }))
    .output(z.object({ suggestedName: z.string(), html: z.string() })),
  /** What files hold; changes nothing. */
  preview: procedure.input(z.object({ paths, ...axisOptions })).output(importPreviewSchema),
  /** Runs to `done`: all of the files, or none. Leaving the iterator before the end cancels. */
  import: procedure
    .input(
      z.object({
        paths,
        ...axisOptions,
        operatorName: z.string().trim().min(1).max(80),
        ...importPlace,
      }),
    )
    .output(eventIterator(importEventSchema)),
  /** Deletes what an import brought, all of it: with a reason, and to be brought back one by one. */
  undoImport: procedure.input(undoneImportSchema).output(z.void()),
}
