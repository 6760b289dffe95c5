import { StokesError } from '../../contract/errors'
import type { CaseFilter } from '../../contract/learning'
import type { DataSet } from '../../models/datasets/dataSet'
import type { CaseLog } from '../../storage/openCaseLog'

/**
 * Refuses a data set that was frozen from a case log which says other things of its cases today: what is learnt from it would be
 * wrong, or be measured on patients that it has learnt from. Cases that were added since do not matter.
 *
 * @param labels whose word was the label
 * @throws StokesError `dataset.changed`, with how many and what
 */
export function requireUnchanged(
  { labelledCases }: Pick<CaseLog, 'labelledCases'>,
  { name, classes, rows }: Pick<DataSet, 'name' | 'classes' | 'rows'>,
  labels: CaseFilter['labels'],
): void {
  const everything = { origin: null, from: null, to: null, bodySites: [], skinTypes: [], instruments: [] }
  const today = new Map(
    labelledCases.list({ labels, ...everything }).map((labelled) => [labelled.acquisitionId, labelled]),
  )
  const counts = { gone: 0, diagnosis: 0, patient: 0 }
  for (const { id, label, lesionClass, patient } of rows) {
    const now = today.get(id)
    if (!now) counts.gone += 1
    else if (now.label !== classes[label] || now.lesionClass !== lesionClass) counts.diagnosis += 1
    else if (now.patientId !== patient) counts.patient += 1
  }
  const changes = [
    counts.diagnosis > 0 && `${counts.diagnosis} have another diagnosis`,
    counts.patient > 0 && `${counts.patient} belong to another patient`,
    counts.gone > 0 && `${counts.gone} are gone or have no diagnosis`,
  ].filter((change) => change !== false)
  if (changes.length === 0) return
  throw new StokesError(
    'dataset.changed',
    `Since ${name} was frozen, some of its ${rows.length} spectra have changed in the case log: ${changes.join(', ')}.`,
    { tip: 'Freeze the data set again, and train on that.', details: counts },
  )
}
