import { StokesError } from '../../contract/errors'
import type { DataSetRow } from '../datasets/dataSet'
import type { TrainerTask } from '../training/trainer'
import type { DesignMatrix } from './designMatrix'

/** What a system without epochs learns from. */
export interface LearningSet {
  rows: readonly DataSetRow[]
  /** Of each row, its place among the classes. */
  labels: Uint8Array
  classes: number
  spectra: DesignMatrix
}

/**
 * The examples of a task in one set. There are no epochs to stop, and what has to be chosen is chosen by
 * cross-validation within the set, so the watched patients are learnt from like the others.
 *
 * @throws StokesError `dataset.oneClass` where a class has no examples
 */
export function learningSet({ classes, fit, watched }: TrainerTask): LearningSet {
  const rows = [...fit.rows, ...watched.rows]
  const values = new Float64Array(rows.length * fit.points)
  values.set(fit.spectra)
  values.set(watched.spectra, fit.spectra.length)
  const labels = Uint8Array.from(rows, ({ label }) => label)

  const absent = classes.filter((_, label) => !labels.includes(label))
  if (absent.length > 0)
    throw new StokesError(
      'dataset.oneClass',
      `None of ${rows.length} spectra is of class ${absent.join(', ')}.`,
      {
        tip: 'Add cases of every class, or leave the class out.',
      },
    )
  return {
    rows,
    labels,
    classes: classes.length,
    spectra: { values, rows: rows.length, columns: fit.points },
  }
}

/**
 * The same set, of which the spectra can be learnt from.
 * @throws StokesError `spectrum.notFinite`, `dataset.invalid` where all spectra are the same
 */
export function requireSpectra(set: LearningSet): LearningSet {
  const { rows, spectra } = set
  const { values, columns } = spectra
  const gap = values.findIndex((value) => !Number.isFinite(value))
  if (gap !== -1) {
    const { id } = rows[Math.floor(gap / columns)]!
    throw new StokesError('spectrum.notFinite', `Spectrum ${id} has no number at point ${gap % columns}.`, {
      tip: 'Leave the spectrum out of the data set.',
    })
  }
  if (values.every((value, at) => value === values[at % columns]))
    throw new StokesError('dataset.invalid', `All ${rows.length} spectra are the same.`, {
      tip: 'See that the recipe leaves something of the spectra, and that the file holds different ones.',
    })
  return set
}
