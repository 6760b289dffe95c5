import type { EvaluationReport } from '../../../contract/evaluation'
import type { RunDetail } from '../../../contract/learning'
import { modelCard } from '../../../models/evaluation/card/modelCard'
import { table2Csv, type Table2Row } from '../../../models/evaluation/table2'

export type FinishedRun = RunDetail & { report: EvaluationReport }

/** The model card of a run, an HTML document of its own. */
export function cardOfRun({ report, experiment, split, ...run }: FinishedRun): string {
  const { system, settings, recipe, seed } = experiment
  const chosen = Object.entries(settings).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return modelCard(report, {
    softwareVersion: run.softwareVersion,
    createdAt: run.endedAt ?? run.createdAt,
    facts: [
      ['Run', `${run.name}, started by ${run.operatorName}`],
      ['Recipe', recipe.name],
      ['Settings', chosen.length > 0 ? chosen.join('; ') : `those of ${system} as published`],
      ['Seed', String(seed)],
      ['Engine', run.engine ?? 'not stated'],
      ...(split
        ? ([
            [
              'Patients',
              `${split.fit} fitted, ${split.earlyStopping} to stop early, ${split.calibration} to calibrate, ${split.heldOut} held out`,
            ],
          ] as const)
        : []),
    ],
  })
}

/** A row a run, and under the runs of a data set what the metadata alone give on it. */
export function table2OfRuns(runs: readonly FinishedRun[]): string {
  const told = new Set<string>()
  const rows = runs.flatMap(({ name, experiment, report }): Table2Row[] => {
    const { n, patients, metrics, intervals, baselineMetadataOnly } = report
    const own = { system: `${experiment.system} (${name})`, n, patients, metrics, intervals }
    const key = `${experiment.dataSetHash} ${experiment.seed}`
    if (!baselineMetadataOnly || told.has(key)) return [own]
    told.add(key)
    return [own, { system: 'metadata only', n, patients, ...baselineMetadataOnly }]
  })
  return table2Csv(rows)
}
