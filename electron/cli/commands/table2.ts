import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { StokesError } from '../../contract/errors'
import type { EvaluationReport } from '../../contract/evaluation'
import { systemNameSchema, type Comparison } from '../../contract/learning'
import { loadRecipe } from '../../instrument/services/loadRecipe'
import { recipeHash } from '../../analysis/preprocessing/recipeHash'
import { evaluateKept, leakageOf, partedBy } from '../../instrument/services/learning/evaluateKept'
import { comparisonOf } from '../../instrument/services/learning/comparisonOf'
import { asJudged, openKeptModel, sayOf, type KeptModel } from '../../instrument/services/learning/keptModel'
import type { OpenedData } from '../../instrument/services/learning/openData'
import {
  trainedBefore,
  trainToFolder,
  type FolderTask,
  type TrainedInFolder,
} from '../../instrument/services/learning/trainToFolder'
import type { DataSet } from '../../models/datasets/dataSet'
import type { Judged } from '../../models/evaluation/compareModels'
import type { DelongResult } from '../../models/evaluation/delongTest'
import { oracleOf, type OracleBound } from '../../models/evaluation/oracle'
import { table2Csv, table2Text, type Table2Row } from '../../models/evaluation/table2'
import { keptStart } from '../../models/training/keptStart'
import type { SystemName } from '../../models/training/trainer'
import { systemClock } from '../../shared/clock'
import { delongOf } from '../learning/delong'
import {
  experimentOf,
  openDataOf,
  settingsIn,
  type DataOptions,
  type ExperimentChoices,
} from '../learning/experimentOptions'
import { interruption } from '../learning/interruption'
import { pretrainedStart } from '../learning/pretrainedStart'
import { tellProgress } from '../learning/tellProgress'
import { answer, tell } from '../output'
import {
  explainFailure,
  requireWritableFile,
  requireWritableFolder,
  writeFileSafely,
} from '../writeFileSafely'

export interface Table2Options extends DataOptions, ExperimentChoices {
  systems: string
  settings?: string
  pretrained?: string
  further?: string
  csv?: string
  out: string
  json?: boolean
}

/** What resnet50 is pre-trained with where nobody gives weights: a quarter of an hour of one core. */
const PRETRAINING = { spectra: 1000, epochs: 5 }

interface System {
  system: SystemName
  report: EvaluationReport
  engine: string
  /** Of training, this time; null where it was trained before. */
  seconds: number | null
  model: KeptModel
}

/** The paper's systems and the baselines, each trained on the same patients and measured on the same others. */
export async function table2({
  systems: named,
  out,
  csv,
  further,
  ...options
}: Table2Options): Promise<void> {
  const systems = systemsOf(named)
  const settings = z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .safeParse(await settingsIn(options.settings))
  if (!settings.success)
    throw new StokesError('usage.invalid', 'The settings are not those of systems.', {
      tip: 'Such as {"cnn5": {"epochs": 50}}.',
    })
  await requireWritableFolder(out)
  if (csv !== undefined) await requireWritableFile(csv)
  const signal = interruption(
    'Training was interrupted; the systems that were finished are kept.',
    'The same command goes on with the others.',
  )
  const data = await openDataOf(options)
  const furtherData = further === undefined ? null : await openDataOf({ ...options, data: further })

  const trained: System[] = []
  for (const system of systems) {
    const own = { ...(settings.data[system] ?? {}) }
    if (system === 'resnet50') own.checkpoint ??= options.pretrained ?? (await startIn(out, options, signal))
    const experiment = await experimentOf(system, data.hash, options, own)
    const folder = join(out, system)
    const before = await trainedBefore(folder, experiment)
    const begun = systemClock.monotonicMs()
    if (before) tell(`${system}: trained before`)
    const result = before ?? (await trainOne(system, { folder, data, experiment }, options, signal))
    if (!result) continue
    const { report, engine } = result
    const seconds = before ? null : (systemClock.monotonicMs() - begun) / 1000
    trained.push({ system, report, engine, seconds, model: await openKeptModel(folder) })
  }
  if (trained.length === 0)
    throw new StokesError('dataset.invalid', 'Nothing is known of the patients but their spectra.', {
      tip: 'Choose systems that read them: --systems.',
    })
  const heldOut = await heldOutTable(trained, data.dataSet)
  const furtherTable = furtherData && (await furtherTableOf(trained, furtherData))
  if (csv !== undefined) await writeFileSafely(csv, table2Csv(heldOut.rows))
  answer(
    {
      origin: data.dataSet.origin,
      dataSet: { name: data.dataSet.name, hash: data.hash },
      seed: options.seed,
      recipe: (await loadRecipe(options.recipe)).name,
      ...heldOut,
      systems: trained.map(
        ({ system, engine, seconds, report: { model, distinguishable, leakage, caveats } }) => ({
          ...{ system, hash: model.hash, engine, seconds, distinguishable, leakage, caveats },
        }),
      ),
      further: furtherTable,
    },
    options,
    () =>
      [
        ...(data.dataSet.origin === 'simulated'
          ? ['Simulated patients: figures of the simulation, not of any clinic.']
          : []),
        table2Text(heldOut.rows),
        ...(furtherTable ? ['On further patients:', table2Text(furtherTable.rows)] : []),
        ...trained[0]!.report.caveats,
      ].join('\n'),
  )
}

/** Null for a baseline that the data do not allow: of what is not known nothing can be learnt. */
async function trainOne(
  system: SystemName,
  task: Omit<FolderTask, 'checkpoint'>,
  { json }: Pick<Table2Options, 'json'>,
  signal: AbortSignal,
): Promise<TrainedInFolder | null> {
  try {
    return await explainFailure(task.folder, () =>
      trainToFolder(
        { ...task, checkpoint: `${task.folder}.checkpoint` },
        { onProgress: tellProgress({ json }, system), signal },
      ),
    )
  } catch (error) {
    const lacking = error instanceof StokesError && error.code === 'dataset.invalid'
    if (system !== 'metadata' || !lacking) throw error
    tell(`metadata is left out: ${error.message}`)
    return null
  }
}

interface Table {
  rows: Table2Row[]
  /** Of the first system against each other one. */
  comparisons: {
    first: SystemName
    second: SystemName
    comparison: Comparison
    delong: DelongResult | null
  }[]
  oracle: OracleBound | null
}

/** On the patients that all of them hold out. */
async function heldOutTable(trained: readonly System[], dataSet: DataSet): Promise<Table> {
  const { rows } = partedBy(
    trained.map(({ model }) => model),
    dataSet,
  )
  const said: Judged[] = []
  for (const { model } of trained) said.push(await sayOf(model, asJudged(model, dataSet), rows))
  const heldOut = rows.map((row) => dataSet.rows[row]!)
  return tableOf(trained, said, oracleOf(dataSet.classes, heldOut))
}

/** On patients of another file; a model that has seen one of them is measured on the others. */
async function furtherTableOf(trained: readonly System[], data: OpenedData): Promise<Table> {
  const evaluated: System[] = []
  const said: Judged[] = []
  const source = { ...data, leakage: leakageOf(data.dataSet) }
  for (const one of trained) {
    tell(`${one.system}: on further patients`)
    const { report, said: its } = await evaluateKept(one.model, source)
    evaluated.push({ ...one, report })
    said.push(its)
  }
  return tableOf(evaluated, said, evaluated[0]!.report.oracle ?? null)
}

function tableOf(systems: readonly System[], said: readonly Judged[], oracle: OracleBound | null): Table {
  const rows = systems.map(({ system, report: { n, patients, metrics, intervals } }): Table2Row => {
    return { system, n, patients, metrics, intervals }
  })
  if (oracle) {
    const { n, patients } = rows[0]!
    const auc = { metrics: { auc: oracle.auc }, intervals: { auc: oracle.interval } }
    rows.push({ system: 'oracle (upper bound)', n, patients, ...auc })
  }
  const comparisons = systems.slice(1).map(({ system }, index) => ({
    first: systems[0]!.system,
    second: system,
    comparison: comparisonOf(said[0]!, said[index + 1]!),
    delong: delongOf(said[0]!, said[index + 1]!),
  }))
  return { rows, comparisons, oracle }
}

/** Made once, and kept beside the models. */
async function startIn(
  out: string,
  { recipe, seed, json }: Pick<Table2Options, 'recipe' | 'seed' | 'json'>,
  signal: AbortSignal,
): Promise<string> {
  const loaded = await loadRecipe(recipe)
  const path = join(out, `resnet50-start-${recipeHash(loaded).slice(0, 12)}-${seed}.safetensors`)
  if (existsSync(path)) return path
  const onProgress = tellProgress({ json }, 'resnet50')
  const start = await pretrainedStart({ ...PRETRAINING, seed, recipe: loaded, onProgress, signal })
  await writeFileSafely(path, keptStart(start))
  return path
}

function systemsOf(named: string): SystemName[] {
  const names = [...new Set(named.split(',').map((name) => name.trim()))]
  return names.map((name) => {
    const parsed = systemNameSchema.safeParse(name)
    if (parsed.success) return parsed.data
    throw new StokesError('usage.invalid', `There is no system "${name}".`, {
      tip: `Give some of ${systemNameSchema.options.join(', ')}.`,
    })
  })
}
