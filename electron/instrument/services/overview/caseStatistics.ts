import type { CaseSelection, Agreement, CaseStatistics } from '../../../contract/overview'
import { wilsonInterval } from '../../../models/evaluation/reliabilityCurve'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { JudgedCount, WeekCount } from '../../../storage/repositories/caseOverview'

const WEEK_MS = 7 * 86_400_000
/** A clock that was wrong once makes no millions of empty weeks. */
const MOST_WEEKS = 520

/** Cases over time, and how predictions and histopathology agree; each origin for itself. */
export function caseStatistics(
  { caseOverview }: Pick<CaseLog, 'caseOverview'>,
  selection: CaseSelection,
): CaseStatistics[] {
  const judged = caseOverview.judged(selection)
  const weeks = caseOverview.weeks(selection)
  return caseOverview.casesOf(selection).map(({ origin, cases }) => {
    const own = judged.filter((count) => count.origin === origin)
    return {
      origin,
      cases,
      weeks: withEmptyWeeks(weeks.filter((week) => week.origin === origin)),
      overall: agreementOf('all', own),
      overTime: agreements(own, ({ month }) => month).sort((a, b) => a.group.localeCompare(b.group)),
      bySite: agreements(own, ({ bodySite }) => bodySite),
      bySkinType: agreements(own, ({ skinType }) => String(skinType ?? 0)).sort((a, b) =>
        a.group.localeCompare(b.group),
      ),
    }
  })
}

function agreements(counts: readonly JudgedCount[], groupOf: (count: JudgedCount) => string): Agreement[] {
  return [...new Set(counts.map(groupOf))].map((group) =>
    agreementOf(
      group,
      counts.filter((count) => groupOf(count) === group),
    ),
  )
}

export function agreementOf(
  group: string,
  counts: readonly Pick<JudgedCount, 'found' | 'said' | 'count'>[],
): Agreement {
  const of = (found: JudgedCount['found'], said: JudgedCount['said']) =>
    counts.reduce((sum, each) => sum + (each.found === found && each.said === said ? each.count : 0), 0)
  const truePositive = of('malignant', 'malignant')
  const falseNegative = of('malignant', 'benign')
  const trueNegative = of('benign', 'benign')
  const falsePositive = of('benign', 'malignant')
  const malignant = truePositive + falseNegative
  const benign = trueNegative + falsePositive
  return {
    group,
    truePositive,
    falseNegative,
    trueNegative,
    falsePositive,
    agreement: shareOf(truePositive + trueNegative, malignant + benign),
    sensitivity: shareOf(truePositive, malignant),
    specificity: shareOf(trueNegative, benign),
  }
}

function shareOf(part: number, whole: number): Agreement['agreement'] {
  if (whole === 0) return null
  const share = part / whole
  return { share, interval: wilsonInterval(share, whole) }
}

function withEmptyWeeks(weeks: readonly WeekCount[]): CaseStatistics['weeks'] {
  const known = new Map(weeks.map(({ week, measurements, cases }) => [week, { measurements, cases }]))
  const last = Date.parse(weeks.at(-1)?.week ?? '')
  const first = Math.max(Date.parse(weeks[0]?.week ?? ''), last - (MOST_WEEKS - 1) * WEEK_MS)
  if (Number.isNaN(first)) return []
  return Array.from({ length: Math.round((last - first) / WEEK_MS) + 1 }, (_, index) => {
    const from = new Date(first + index * WEEK_MS).toISOString().slice(0, 10)
    return { from, ...(known.get(from) ?? { measurements: 0, cases: 0 }) }
  })
}
