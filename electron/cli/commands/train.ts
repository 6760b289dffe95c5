import { dirname, resolve } from 'node:path'
import type { Experiment } from '../../contract/learning'
import {
  requireModelFolder,
  trainToFolder,
  type TrainedInFolder,
} from '../../instrument/services/learning/trainToFolder'
import { figureText } from '../../models/evaluation/table2'
import {
  experimentOf,
  openDataOf,
  settingsIn,
  type DataOptions,
  type ExperimentChoices,
} from '../learning/experimentOptions'
import { interruption } from '../learning/interruption'
import { startOf } from '../learning/pretrained'
import { tellProgress } from '../learning/tellProgress'
import { answer } from '../output'
import { malignancyText } from './evaluate'
import { explainFailure, requireWritableFile, requireWritableFolder } from '../writeFileSafely'

export interface TrainOptions extends DataOptions, ExperimentChoices {
  model: Experiment['system']
  settings?: string
  pretrained?: string
  checkpoint?: string
  out: string
  json?: boolean
}

/** Trains a system on labelled spectra and measures it on patients that it never saw. */
export async function train({ model, out, checkpoint, pretrained, ...options }: TrainOptions): Promise<void> {
  // What cannot work is said before the hours that training may take.
  const settings = { ...(await settingsIn(options.settings)), ...startOf(model, pretrained) }
  await explainFailure(out, () => requireModelFolder(out))
  await requireWritableFolder(dirname(resolve(out)))
  if (checkpoint !== undefined) await requireWritableFile(checkpoint)
  const signal = interruption(
    'Training was interrupted; no model was written.',
    checkpoint === undefined ? undefined : `The same command goes on from ${checkpoint}.`,
  )
  const data = await openDataOf(options)
  const experiment = await experimentOf(model, data.hash, options, settings)
  const onProgress = tellProgress(options)
  const trained = await explainFailure(out, () =>
    trainToFolder({ folder: out, data, experiment, checkpoint }, { onProgress, signal }),
  )
  const { hash, report, engine, parts } = trained
  const {
    metrics,
    intervals,
    baselineMetadataOnly,
    distinguishable,
    leakage,
    n,
    patients,
    caveats,
    crossValidation,
    learningCurve,
    malignancy,
  } = report
  answer(
    {
      name: report.model.name,
      system: model,
      hash,
      out,
      origin: report.model.origin,
      dataSet: { name: data.dataSet.name, hash: data.hash },
      split: parts,
      engine,
      ...(malignancy && { malignancy }),
      heldOut: { n, patients, metrics, intervals, baselineMetadataOnly, distinguishable, leakage },
      ...(crossValidation && { crossValidation }),
      ...(learningCurve && { learningCurve }),
      caveats,
    },
    options,
    () => textOf(out, trained),
  )
}

function textOf(out: string, { report, parts, hash }: TrainedInFolder): string {
  const { metrics, intervals, patients, caveats, model, malignancy } = report
  const figure = (name: 'auc' | 'sensitivity' | 'specificity') => figureText(metrics[name], intervals[name])
  return [
    `${model.system}: ${out}${hash === null ? ' (figures alone: it reads no spectra, and cannot be served)' : ''}`,
    `Learnt from ${parts.fit} patients; on ${patients} that it never saw: area under the curve ${figure('auc')},`,
    `sensitivity ${figure('sensitivity')}, specificity ${figure('specificity')}.`,
    ...(malignancy ? [`As ${malignancyText(malignancy)}.`] : []),
    ...caveats,
  ].join('\n')
}
