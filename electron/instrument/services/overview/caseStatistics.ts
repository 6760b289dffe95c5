import type { Agreement, CaseSelection, CaseStatistics, ModelAgreement } from '../../../contract/overview'
import { wilsonInterval } from '../../../models/evaluation/reliabilityCurve'
import { groupBy } from '../../../shared/groupBy'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { JudgedCount, WeekCount } from '../../../storage/repositories/caseOverview'
import { inPortions, type GoOn } from './inPortions'

const WEEK_MS = 7 * 86_400_000
/** A clock that was wrong once makes no millions of empty weeks. */
const MOST_WEEKS = 520
/** Cases whose measurements are counted at once. */
const PORTION = 5000

/**
 * Cases over time, and how predictions and histopathology agree; each origin for itself, and each model.
 * @returns null where it was ended before it was done
 */
export async function caseStatistics(
  { caseOverview }: Pick<CaseLog, 'caseOverview'>,
  selection: CaseSelection,
  goOn: GoOn,
): Promise<CaseStatistics[] | null> {
  const entries = caseOverview.entriesOf(selection)
  const judged = caseOverview.judged(selection)
  const origins = caseOverview.casesOf(selection)
  const models = caseOverview.models()
  const weeks = new Map<string, WeekCount>()
  const whole = await inPortions(
    entries,
    PORTION,
    (portion) => {
      for (const count of caseOverview.weeksOf(portion)) add(weeks, count)
    },
    goOn,
  )
  if (!whole) return null
  return origins.map(({ origin, cases }) => {
    const own = groupBy(
      judged.filter((count) => count.origin === origin),
      ({ model }) => model,
    )
    return {
      origin,
      cases,
      weeks: withEmptyWeeks([...weeks.values()].filter((week) => week.origin === origin)),
      models: [...own]
        .map(([model, counts]) => modelAgreement(models.get(model) ?? { hash: model, name: model }, counts))
        .sort((a, b) => b.cases - a.cases || a.name.localeCompare(b.name)),
    }
  })
}

/** No case is in two portions. */
function add(weeks: Map<string, WeekCount>, { origin, week, measurements, cases }: WeekCount): void {
  const key = `${origin} ${week}`
  const before = weeks.get(key) ?? { measurements: 0, cases: 0 }
  weeks.set(key, {
    ...{ origin, week },
    measurements: before.measurements + measurements,
    cases: before.cases + cases,
  })
}

function modelAgreement(
  model: Pick<ModelAgreement, 'hash' | 'name'>,
  counts: readonly JudgedCount[],
): ModelAgreement {
  return {
    ...model,
    cases: counts.reduce((sum, { count }) => sum + count, 0),
    overall: agreementOf('all', counts),
    overTime: agreements(counts, ({ month }) => month).sort((a, b) => a.group.localeCompare(b.group)),
    bySite: agreements(counts, ({ bodySite }) => bodySite),
    bySkinType: agreements(counts, ({ skinType }) => String(skinType ?? 0)).sort((a, b) =>
      a.group.localeCompare(b.group),
    ),
  }
}

function agreements(counts: readonly JudgedCount[], groupOf: (count: JudgedCount) => string): Agreement[] {
  return [...groupBy(counts, groupOf)].map(([group, own]) => agreementOf(group, own))
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

function withEmptyWeeks(counts: readonly WeekCount[]): CaseStatistics['weeks'] {
  const known = new Map(counts.map(({ week, measurements, cases }) => [week, { measurements, cases }]))
  const weeks = [...known.keys()].sort()
  const last = Date.parse(weeks.at(-1) ?? '')
  const first = Math.max(Date.parse(weeks[0] ?? ''), last - (MOST_WEEKS - 1) * WEEK_MS)
  if (Number.isNaN(first)) return []
  return Array.from({ length: Math.round((last - first) / WEEK_MS) + 1 }, (_, index) => {
    const from = new Date(first + index * WEEK_MS).toISOString().slice(0, 10)
    return { from, ...(known.get(from) ?? { measurements: 0, cases: 0 }) }
  })
}
