import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { StokesError } from '../../contract/errors'
import type { Origin } from '../../contract/frame'
import { experimentSchema, type Experiment } from '../../contract/learning'
import type { SplitGrouping } from '../../models/splits/split'
import type { DataFileOptions } from '../../models/datasets/readDataFile'
import { loadRecipe } from '../../instrument/services/loadRecipe'
import { openData, type OpenedData } from '../../instrument/services/learning/openData'
import { tell } from '../output'

/** What says how a file of labelled spectra is to be read. */
export interface DataOptions {
  data: string
  origin?: Origin
  /** Names of the classes; or `withDysplastic`, `subtypes`: found in the data. */
  classes?: string
  /** Wavenumbers of the first and the last point of a file that names no columns, cm-1: "500,2000". */
  nominalAxis?: string
}

/** @throws StokesError `usage.invalid`, and what {@link openData} throws */
export async function openDataOf({ data, origin, classes, nominalAxis }: DataOptions): Promise<OpenedData> {
  const options: DataFileOptions = {
    ...(origin !== undefined && { origin }),
    ...(classes !== undefined && !finer(classes) && { classes: namesOf(classes) }),
    ...(nominalAxis !== undefined && { nominalAxis: axisOf(nominalAxis) }),
  }
  const opened = await openData(data, options)
  for (const note of opened.notes) tell(note)
  return opened
}

export interface ExperimentChoices {
  recipe: string
  seed: number
  classes?: string
  groupBy?: string
  /** "youden", or the sensitivity that is asked for. */
  operatingPoint?: string
  prevalence?: number
  /** Share of the spectra. */
  answered?: number
  /** Of cross-validation, beside the model's own split. */
  folds?: number
  repeats?: number
  learningCurve?: boolean
}

/**
 * The experiment that a command line asks for.
 * @throws StokesError `usage.invalid`, `file.*`, `recipe.*`
 */
export async function experimentOf(
  system: Experiment['system'],
  dataSetHash: string,
  choices: ExperimentChoices,
  settings: Record<string, unknown>,
): Promise<Experiment> {
  const { recipe, seed, classes, groupBy, operatingPoint, prevalence, answered } = choices
  const { folds, repeats, learningCurve } = choices
  return experimentSchema.parse({
    dataSetHash,
    system,
    settings,
    recipe: await loadRecipe(recipe),
    seed,
    ...(classes !== undefined && finer(classes) && { classes }),
    ...(groupBy !== undefined && { groupBy: groupBy.split(',').map(groupingOf) }),
    ...(operatingPoint !== undefined && { operatingRule: ruleOf(operatingPoint) }),
    ...(prevalence !== undefined && { sitePrevalence: prevalence }),
    ...(answered !== undefined && { answered }),
    ...((folds !== undefined || repeats !== undefined) && { crossValidation: { folds, repeats } }),
    ...(learningCurve === true && { learningCurve: {} }),
  })
}

/** Settings as JSON, or the path of a file of them. @throws StokesError `usage.invalid`, `file.notFound` */
export async function settingsIn(given: string | undefined): Promise<Record<string, unknown>> {
  if (given === undefined) return {}
  const inline = given.trimStart().startsWith('{')
  const text = inline
    ? given
    : await readFile(given, 'utf8').catch((cause: unknown) => {
        throw new StokesError('file.notFound', `There are no settings at ${given}.`, {
          tip: 'Give JSON such as {"epochs": 50}, or the path of a file of it.',
          cause,
        })
      })
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch (cause) {
    throw wrong(`The settings are no JSON object: ${(cause as Error).message}`, 'Such as {"epochs": 50}.')
  }
}

function finer(classes: string): boolean {
  return classes === 'withDysplastic' || classes === 'subtypes'
}

function namesOf(classes: string): string[] {
  const names = classes.split(',').map((name) => name.trim())
  if (names.length >= 2 && new Set(names).size === names.length && !names.includes('')) return names
  throw wrong(
    `"${classes}" names no classes.`,
    'Give at least two, the least dangerous first: benign,dysplastic,malignant; or withDysplastic, or subtypes.',
  )
}

function groupingOf(name: string): SplitGrouping {
  if (name === 'site' || name === 'bodySite') return 'bodySite'
  if (name === 'instrument') return 'instrument'
  throw wrong(`Patients cannot be grouped by "${name}".`, 'Give site, instrument, or both: site,instrument.')
}

function ruleOf(given: string): Experiment['operatingRule'] {
  if (given === 'youden') return { name: 'youden' }
  const sensitivity = Number(given)
  if (sensitivity >= 0.5 && sensitivity <= 1) return { name: 'sensitivity', sensitivity }
  throw wrong(`"${given}" is no operating point.`, 'Give youden, or a sensitivity from 0.5 to 1.')
}

function axisOf(given: string): { from: number; to: number } {
  const [from, to, ...more] = given.split(',').map(Number)
  if (from !== undefined && to !== undefined && more.length === 0 && from < to) return { from, to }
  throw wrong(`"${given}" is no axis.`, 'Give the first and the last wavenumber, cm-1: 500,2000.')
}

function wrong(message: string, tip: string): StokesError {
  return new StokesError('usage.invalid', message, { tip })
}
