import { groupBy } from '../../shared/groupBy'
import type { DataSet } from './dataSet'
import { nearDuplicates, type NearDuplicate } from './nearDuplicates'
import { predictiveMetadata, type PredictiveField } from './predictiveMetadata'

export interface LeakageFinding {
  kind: 'patientsUnknown' | 'patientInTwoParts' | 'nearDuplicates' | 'predictiveMetadata'
  /** What was found, with the number. */
  text: string
  /** What to do. */
  tip: string
}

export interface LeakageReport {
  findings: LeakageFinding[]
  patientsInTwoParts: string[]
  /** The ids of two spectra that are nearly the same though they count as independent. */
  nearDuplicates: { ids: [string, string]; correlation: number; labelsDiffer: boolean }[]
  /** Every field that was tested, suspicious or not. */
  metadata: PredictiveField[]
}

const FIELD_TEXTS: Record<PredictiveField['field'], string> = {
  date: 'The date on which spectra were taken',
  period: 'The period in which spectra were taken',
  day: 'The day on which spectra were taken',
  instrument: 'The instrument',
  axis: 'The axis on which spectra were measured',
}

/**
 * Looks for ways in which a data set could let a model look better than it is.
 *
 * @param parts the rows of each part of a split; without, what belongs to two patients counts as apart
 * @param seed of the permutations
 */
export function leakageReport(
  dataSet: DataSet,
  { parts, seed }: { parts?: readonly (readonly number[])[]; seed: number },
): LeakageReport {
  const { rows, axis, spectra } = dataSet
  const partOf = new Map(parts?.flatMap((part, index) => part.map((row) => [row, index] as const)))
  const apart = (a: number, b: number) => {
    if (!parts) return rows[a]!.patient !== rows[b]!.patient
    const [ofA, ofB] = [partOf.get(a), partOf.get(b)]
    return ofA !== undefined && ofB !== undefined && ofA !== ofB
  }
  const partsOfPatients = groupBy(partOf, ([row]) => rows[row]!.patient)
  const patientsInTwoParts = [...partsOfPatients]
    .filter(([, places]) => new Set(places.map(([, part]) => part)).size > 1)
    .map(([patient]) => patient)
  const alike = nearDuplicates(spectra, axis.length, { apart })
  const metadata = predictiveMetadata(dataSet, seed)

  const findings: LeakageFinding[] = []
  if (!dataSet.patientsKnown) {
    findings.push({
      kind: 'patientsUnknown',
      text: `The source names no patients: each of ${rows.length} spectra counts as one.`,
      tip: 'Spectra of one patient may be in two parts, so figures are optimistic. Add a column patient.',
    })
  }
  if (patientsInTwoParts.length > 0) {
    findings.push({
      kind: 'patientInTwoParts',
      text: `${patientsInTwoParts.length} patients are in two parts, the first ${patientsInTwoParts[0]}.`,
      tip: 'Figures of such a split are worth nothing: split by patient.',
    })
  }
  if (alike.length > 0) findings.push(ofDuplicates(alike, dataSet, parts !== undefined))
  for (const { field, measure, value, p, suspicious } of metadata) {
    if (!suspicious) continue
    const named = measure === 'auc' ? 'area under the curve' : "Cramér's V"
    findings.push({
      kind: 'predictiveMetadata',
      text: `${FIELD_TEXTS[field]} tells the label: ${named} ${value.toFixed(2)}, p = ${p.toFixed(3)}.`,
      tip: 'A model may learn how spectra were taken, not what was measured. Hold out by instrument, or measure all classes alike.',
    })
  }
  return {
    findings,
    patientsInTwoParts,
    nearDuplicates: alike.map(({ a, b, correlation }) => ({
      ids: [rows[a]!.id, rows[b]!.id],
      correlation,
      labelsDiffer: rows[a]!.label !== rows[b]!.label,
    })),
    metadata,
  }
}

function ofDuplicates(alike: readonly NearDuplicate[], { rows }: DataSet, split: boolean): LeakageFinding {
  const closest = alike.reduce((best, pair) => (pair.correlation > best.correlation ? pair : best))
  const differ = alike.filter(({ a, b }) => rows[a]!.label !== rows[b]!.label).length
  return {
    kind: 'nearDuplicates',
    text:
      `${alike.length} pairs of spectra of two ${split ? 'parts' : 'patients'} are nearly the same, ${differ} of them with two labels; ` +
      `the closest ${rows[closest.a]!.id} and ${rows[closest.b]!.id} (correlation ${closest.correlation.toFixed(3)}).`,
    tip: 'Find out whether they are one measurement or one patient. Leave copies out, or give both the same patient.',
  }
}
