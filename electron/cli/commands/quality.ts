import { judgeQuality } from '../../analysis/quality/judgeQuality'
import { QUALITY_LIMITS_ID } from '../../analysis/quality/qualityLimits'
import type { QualityReport } from '../../contract/answer'
import { StokesError } from '../../contract/errors'
import { readSpectraFile, type RecordedSpectra } from '../../devices/replay/readers/readSpectraFile'
import { measuredSpectrum } from '../../instrument/services/measuredSpectrum'
import { answer, tell } from '../output'
import { measurementsOf } from '../quality/measurementsOf'
import { simulatedTrial } from '../quality/simulatedTrial'
import { TROUBLES } from '../quality/troubles'

export interface QualityOptions {
  in?: string[]
  dark?: string
  saturation?: number
  /** All spectra are accumulations of one measurement. */
  series?: boolean
  /** Judges simulated patients instead: so many with each trouble. */
  trial?: number
  seed: number
  json?: boolean
}

/** Says of recorded spectra whether they may be answered, and of the gates what they refuse of simulated ones. */
export async function quality(options: QualityOptions): Promise<void> {
  if (options.trial !== undefined) {
    judgeTrial(options.trial, options)
    return
  }
  const files: RecordedSpectra[] = []
  for (const path of options.in ?? []) files.push(await readSpectraFile(path))
  if (files.length === 0) {
    throw new StokesError('usage.invalid', 'There is nothing to judge.', {
      tip: 'Give --in FILE, or --trial N.',
    })
  }
  const measurements = measurementsOf({
    files,
    dark: options.dark === undefined ? null : await readSpectraFile(options.dark),
    series: options.series ?? false,
    saturationCounts: options.saturation ?? null,
  }).map(({ name, measured }) => ({ name, ...judgeQuality({ ...measured, ...measuredSpectrum(measured) }) }))
  const result = { pass: measurements.every(({ pass }) => pass), limits: QUALITY_LIMITS_ID, measurements }
  answer(result, options, () => measurements.map(inWords).join('\n'))
}

function inWords({ name, pass, reasons, warnings = [] }: QualityReport & { name: string }): string {
  const said = [...reasons, ...warnings].map(({ message }) => message)
  return `${name}: ${[...(pass ? ['good enough.'] : []), ...said].join(' ')}`
}

function judgeTrial(patients: number, { seed, json }: QualityOptions): void {
  const troubles = TROUBLES.map((trouble) => {
    const tried = [...simulatedTrial(trouble, { patients, seed })]
    tell(trouble.name)
    const reports = tried.map(({ report }) => report)
    const refused = (among: typeof tried) => among.filter(({ report }) => !report.pass).length
    const skinTypes = [1, 2, 3, 4, 5, 6].map((type) => tried.filter(({ skinType }) => skinType === type))
    return {
      trouble: trouble.name,
      refused: refused(tried),
      warned: reports.filter(({ pass, warnings = [] }) => pass && warnings.length > 0).length,
      gates: countGates(reports),
      /** Fitzpatrick I to VI. */
      skinTypes: skinTypes.map((of) => ({ patients: of.length, refused: refused(of) })),
    }
  })
  answer({ patients, seed, limits: QUALITY_LIMITS_ID, troubles }, { json }, () =>
    troubles
      .map(({ trouble, refused, warned, gates }) => {
        const by = Object.entries(gates).map(([gate, count]) => `${gate} ${count}`)
        return `${trouble}: ${refused} of ${patients} refused, ${warned} warned of; ${by.join(', ') || 'no gate'}`
      })
      .join('\n'),
  )
}

/** How many measurements each gate refused or warned of, the most frequent first. */
function countGates(reports: readonly QualityReport[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const { reasons, warnings = [] } of reports) {
    for (const { gate } of [...reasons, ...warnings]) counts.set(gate, (counts.get(gate) ?? 0) + 1)
  }
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a))
}
