import type { CaseDetail } from '../../../../electron/contract/cases'
import { acquisitionStatusNames, diagnosisSourceNames, labelNames, lesionClassNames } from '../words/names'
import { grouped } from '../words/numbers'

export interface HistoryEntry {
  id: string
  at: string
  kind: 'lesion' | 'acquisition' | 'note' | 'diagnosis'
  title: string
  text: string | null
  by: string | null
}

/** Everything that happened to a case, the newest first. Nothing is ever taken out of it. */
export function caseHistory({ lesion, acquisitions, diagnoses, notes }: CaseDetail): HistoryEntry[] {
  const entries: HistoryEntry[] = [
    { id: lesion.id, at: lesion.createdAt, kind: 'lesion', title: 'Lesion added', text: null, by: null },
    ...acquisitions.map(({ id, startedAt, status, framesRecorded, problem }): HistoryEntry => ({
      id,
      at: startedAt,
      kind: 'acquisition',
      title: `Measurement: ${acquisitionStatusNames[status].toLowerCase()}, ${grouped(framesRecorded)} frames kept`,
      text: problem?.message ?? null,
      by: null,
    })),
    ...diagnoses.map(({ id, createdAt, label, lesionClass, source, operatorName }): HistoryEntry => ({
      id,
      at: createdAt,
      kind: 'diagnosis',
      title: `${diagnosisSourceNames[source]}: ${lesionClassNames[lesionClass].toLowerCase()}, ${labelNames[label].toLowerCase()}`,
      text: null,
      by: operatorName,
    })),
    ...notes.map(({ id, createdAt, text, operatorName }): HistoryEntry => ({
      id,
      at: createdAt,
      kind: 'note',
      title: 'Note',
      text,
      by: operatorName,
    })),
  ]
  return entries.sort((a, b) => b.at.localeCompare(a.at))
}
