import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Experiment } from '../../contract/learning'
import { checkPredictions } from '../evaluation/predictions'
import { partNames, type PartName } from '../splits/split'
import { judgeSystem } from './judgeSystem'
import type { PreparedExamples } from './prepareExamples'
import type { Examples, Trainer } from './trainer'
import { writeOrSayFull } from '../writeOrSayFull'

/** A training for its figures alone: on these rows of the data set. */
export interface AsideTask {
  trainer: Trainer
  parts: Record<PartName, readonly number[]>
}

/** What was said of the held-out rows, in their order, and the operating point. */
export interface AsideResult {
  probabilities: number[]
  threshold: number
}

export type TrainAside = (task: AsideTask) => Promise<AsideResult>

interface AsideOptions {
  experiment: Experiment
  classes: readonly string[]
  prepared: PreparedExamples
  /** The file in which the run itself keeps its state; without it nothing is kept. */
  checkpoint: string | undefined
  signal: AbortSignal | undefined
}

/**
 * Trainings beside that of the model. What came of one is kept beside the checkpoint of the run as soon as it is there, under
 * a name that stands for all that it depends on, so that a run that is resumed goes on from the training that it was in.
 * It throws what the trainer throws, `dataset.invalid` for probabilities that are none, `storage.diskFull`.
 */
export function asideTrainings(options: AsideOptions): TrainAside {
  const { experiment, classes, prepared, checkpoint, signal } = options
  const folder = checkpoint === undefined ? null : asideFolder(checkpoint)
  return async ({ trainer, parts }) => {
    signal?.throwIfAborted()
    const digest = createHash('sha256')
      .update(JSON.stringify([experiment, trainer.name, parts]))
      .digest('hex')
    const state = folder === null ? null : join(folder, digest.slice(0, 32))
    const before = state === null ? null : await resultIn(`${state}.json`)
    if (before) return before
    if (folder !== null) await mkdir(folder, { recursive: true })
    const examples = Object.fromEntries(partNames.map((part) => [part, prepared.of(parts[part])])) as Record<
      PartName,
      Examples
    >
    const trained = await trainer.train({
      classes,
      grid: prepared.grid,
      fit: examples.fit,
      watched: examples.earlyStopping,
      seed: experiment.seed,
      ...(state !== null && { checkpoint: state }),
      ...(signal && { signal }),
    })
    const { heldOut, operatingPoint } = await judgeSystem(
      trained,
      examples,
      classes,
      experiment.operatingRule,
    )
    checkPredictions(heldOut)
    const result = { probabilities: Array.from(heldOut.probabilities), threshold: operatingPoint.threshold }
    if (state !== null) {
      await writeOrSayFull(`${state}.json`, JSON.stringify(result))
      await rm(state, { force: true })
    }
    return result
  }
}

/** Removes what a run kept to be resumed from. */
export async function discardCheckpoint(checkpoint: string): Promise<void> {
  await rm(checkpoint, { force: true })
  await rm(asideFolder(checkpoint), { recursive: true, force: true })
}

function asideFolder(checkpoint: string): string {
  return `${checkpoint}.aside`
}

/** It is written whole or not at all. */
async function resultIn(path: string): Promise<AsideResult | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as AsideResult
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
