import { loadRecipe } from '../../instrument/services/loadRecipe'
import { keptStart } from '../../models/training/keptStart'
import { interruption } from '../learning/interruption'
import { pretrainedStart } from '../learning/pretrainedStart'
import { tellProgress } from '../learning/tellProgress'
import { answer } from '../output'
import { requireWritableFile, writeFileSafely } from '../writeFileSafely'

export interface PretrainOptions {
  spectra: number
  epochs: number
  recipe: string
  seed: number
  out: string
  json?: boolean
}

/** Weights for resnet50 without photographs: it learns to tell molecules in simulated spectra. */
export async function pretrain({ out, recipe, ...options }: PretrainOptions): Promise<void> {
  const loaded = await loadRecipe(recipe)
  await requireWritableFile(out)
  const signal = interruption('Pre-training was interrupted; nothing was written.')
  const start = await pretrainedStart({
    ...options,
    recipe: loaded,
    onProgress: tellProgress(options),
    signal,
  })
  await writeFileSafely(out, keptStart(start))
  answer({ out, text: start.text }, options, () => `${out}\n${start.text}`)
}
