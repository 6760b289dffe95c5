import { requireAscending } from '../../analysis/preprocessing/requireAscending'
import { StokesError } from '../../contract/errors'
import type { DataSet } from './dataSet'

/**
 * Holds a data set to what its type says of it, and gives it back.
 * @throws StokesError `dataset.invalid`, `dataset.oneClass`, `axis.notFinite`, `axis.notAscending`
 */
export function checkDataSet(dataSet: DataSet): DataSet {
  const { name, classes, axis, rows, spectra } = dataSet
  if (rows.length === 0)
    throw invalid(`${name} has no spectra.`, 'Choose a file or cases with labelled spectra.')
  requireAscending(axis)
  if (spectra.length !== rows.length * axis.length)
    throw invalid(`${name} has ${spectra.length} values for ${rows.length} spectra of ${axis.length} points.`)
  const bad = spectra.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) {
    const { id } = rows[Math.floor(bad / axis.length)]!
    throw invalid(
      `${name}, spectrum ${id}: the value at ${axis[bad % axis.length]} cm-1 is ${spectra[bad]}.`,
      'Leave the spectrum out, or take it again.',
    )
  }
  const ids = new Set<string>()
  for (const { id, label } of rows) {
    if (ids.has(id)) throw invalid(`${name} has two spectra of the id ${id}.`, 'Give each spectrum an id.')
    ids.add(id)
    if (classes[label] === undefined) throw invalid(`${name}, spectrum ${id}: there is no class ${label}.`)
  }
  requireClasses(dataSet)
  return dataSet
}

function requireClasses({ name, classes, rows }: DataSet): void {
  const present = new Set(rows.map(({ label }) => label))
  if (present.size < 2) {
    throw new StokesError(
      'dataset.oneClass',
      `All ${rows.length} spectra of ${name} are ${classes[[...present][0]!]}.`,
      { tip: 'Nothing can be learnt or measured without spectra of another class: add some.' },
    )
  }
  const missing = classes.filter((_, label) => !present.has(label))
  if (missing.length > 0)
    throw invalid(`${name} has no spectrum of ${missing.join(', ')}.`, 'Leave the class out, or add spectra.')
}

function invalid(message: string, tip?: string): StokesError {
  return new StokesError('dataset.invalid', message, tip === undefined ? {} : { tip })
}
