import type { CaseDetail } from '../../../../electron/contract/cases'
import type { RecordEvent } from '../../../../electron/contract/record'
import { eventText, eventTitle } from '../record/eventText'
import { acquisitionStatusNames, diagnosisSourceNames, labelNames, lesionClassNames } from '../words/names'
import { day } from '../words/dates'
import { grouped } from '../words/numbers'

export interface HistoryEntry {
  id: string
  at: string
  kind: 'lesion' | 'acquisition' | 'note' | 'diagnosis' | 'record'
  title: string
  text: string | null
  by: string | null
}

/** Everything that happened to a case, the newest first. Nothing is ever taken out of it. */
export function caseHistory(
  { lesion, acquisitions, diagnoses, notes }: CaseDetail,
  events: readonly RecordEvent[] = [],
): HistoryEntry[] {
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
    ...events.map((event): HistoryEntry => ({
      id: event.id,
      at: event.at,
      kind: 'record',
      title: eventTitle(event),
      text: eventText(event),
      by: event.operatorName,
    })),
    ...diagnoses.map(
      ({ id, createdAt, label, lesionClass, source, operatorName, ...said }): HistoryEntry => ({
        id,
        at: createdAt,
        kind: 'diagnosis',
        title: `${diagnosisSourceNames[source]}: ${lesionClassNames[lesionClass].toLowerCase()}, ${labelNames[label].toLowerCase()}`,
        text: reportText(said, diagnoses),
        by: operatorName,
      }),
    ),
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

/** Where a diagnosis is written, and what became of it. */
function reportText(
  {
    diagnosedOn,
    laboratory,
    reportNumber,
    correctsId,
  }: Pick<CaseDetail['diagnoses'][number], 'diagnosedOn' | 'laboratory' | 'reportNumber' | 'correctsId'>,
  diagnoses: CaseDetail['diagnoses'],
): string | null {
  const corrected = diagnoses.find(({ id }) => id === correctsId)
  const parts = [
    diagnosedOn && `Of ${day(diagnosedOn)}`,
    laboratory,
    reportNumber && `report ${reportNumber}`,
    corrected && `in place of ${lesionClassNames[corrected.lesionClass].toLowerCase()}`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : null
}
