import { z } from 'zod'
import { StokesError } from '../../contract/errors'
import type { DataSet } from '../datasets/dataSet'
import { dataSetHash } from '../datasets/dataSetHash'

const timestamp = z.iso.datetime()

/**
 * A data set that no run may see, kept for the last word on a model. Each look at it makes the next one worth less, so
 * looks are counted. The spectra are in its snapshot; this is what is remembered of it.
 */
export const externalTestSetSchema = z.object({
  name: z.string(),
  dataSetHash: z.string().regex(/^[0-9a-f]{64}$/),
  frozenAt: timestamp,
  patients: z.array(z.string()).min(1),
  /** In the order in which they were taken; none is ever removed. */
  looks: z.array(z.object({ at: timestamp, by: z.string().min(1), modelHash: z.string().min(1) })),
})
export type ExternalTestSet = z.infer<typeof externalTestSetSchema>

/** @param frozenAt ISO 8601 */
export function freezeExternalTestSet(dataSet: DataSet, frozenAt: string): ExternalTestSet {
  return externalTestSetSchema.parse({
    name: dataSet.name,
    dataSetHash: dataSetHash(dataSet),
    frozenAt,
    patients: [...new Set(dataSet.rows.map(({ patient }) => patient))],
    looks: [],
  })
}

/**
 * Notes a look, before the figures are computed, so that a look that fails counts, too.
 * @throws StokesError `dataset.changed` where this is not the data set that was frozen
 */
export function lookAt(
  external: ExternalTestSet,
  dataSet: DataSet,
  look: ExternalTestSet['looks'][number],
): ExternalTestSet {
  const hash = dataSetHash(dataSet)
  if (hash !== external.dataSetHash) {
    throw new StokesError(
      'dataset.changed',
      `The test set ${external.name} was frozen as ${external.dataSetHash.slice(0, 12)}, and this is ${hash.slice(0, 12)}.`,
      { tip: 'Restore its snapshot. A test set that changes is none.' },
    )
  }
  return externalTestSetSchema.parse({ ...external, looks: [...external.looks, look] })
}

/** The rows of a data set that a run may see: those whose patients are in no external test set. */
export function visibleRows(
  rows: readonly { patient: string }[],
  externals: readonly ExternalTestSet[],
): number[] {
  const hidden = new Set(externals.flatMap(({ patients }) => patients))
  return [...rows.keys()].filter((row) => !hidden.has(rows[row]!.patient))
}
