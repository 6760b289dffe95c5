import { StokesError } from '../../contract/errors'
import { comparisonOf } from '../../instrument/services/learning/comparisonOf'
import { partedBy, patientsOf } from '../../instrument/services/learning/evaluateKept'
import { asJudged, openKeptModel, sayOf, type KeptModel } from '../../instrument/services/learning/keptModel'
import { modelFolder } from '../../instrument/services/servingModel'
import type { DataSet } from '../../models/datasets/dataSet'
import { questionBehind } from '../../models/datasets/relabel'
import type { Judged } from '../../models/evaluation/compareModels'
import { asOneQuestion } from '../../models/evaluation/oneQuestion'
import { checkPredictions } from '../../models/evaluation/predictions'
import { figureText } from '../../models/evaluation/table2'
import { openDataOf, type DataOptions } from '../learning/experimentOptions'
import { delongOf } from '../learning/delong'
import { answer } from '../output'

export interface CompareOptions extends DataOptions {
  models: string[]
  json?: boolean
}

/** Two models on the patients that neither has seen: differences with paired intervals, and DeLong's test. */
export async function compare({ models: folders, ...options }: CompareOptions): Promise<void> {
  const [first, second, ...more] = await Promise.all(
    folders.map((folder) => openKeptModel(modelFolder(folder))),
  )
  if (!first || !second || more.length > 0)
    throw new StokesError('usage.invalid', `${folders.length} models were given.`, { tip: 'Compare two.' })
  const { dataSet: given } = await openDataOf(options)
  const [ofFirst, ofSecond] = [asJudged(first, given), asJudged(second, given)]
  const { seen, rows } = partedBy([first, second], given)
  // Models of different classes are compared by the question behind them.
  const asTwo = ofFirst.classes.join() !== ofSecond.classes.join()
  const sayAs = async (model: KeptModel, dataSet: DataSet): Promise<Judged> => {
    const { predictions, threshold } = await sayOf(model, dataSet, rows)
    const question = asTwo && questionBehind(given, dataSet)
    return { predictions: question ? asOneQuestion(predictions, question) : predictions, threshold }
  }
  const said = [await sayAs(first, ofFirst), await sayAs(second, ofSecond)] as const
  checkPredictions(said[0].predictions)
  const comparison = comparisonOf(...said)
  const delong = delongOf(...said)
  const excludedPatients = patientsOf(given, seen)
  const models = [first, second].map(({ name, system, hash, origin }) => ({ name, system, hash, origin }))
  answer({ models, origin: given.origin, excludedPatients, ...comparison, delong }, options, () =>
    [
      `${first.name} less ${second.name} on ${comparison.spectra} spectra of ${comparison.patients} patients; left out, as one has seen them: ${excludedPatients} patients.`,
      ...comparison.figures.map(
        ({ figure, difference, interval, p }) =>
          `  ${figure.padEnd(20)} ${figureText(difference, interval)}  p ${p.toFixed(3)}`,
      ),
      ...(delong
        ? [`  DeLong: ${figureText(delong.difference, delong.interval)}  p ${delong.p.toFixed(3)}`]
        : []),
      ...(given.origin === 'simulated'
        ? ['Simulated patients: figures of the simulation, not of any clinic.']
        : []),
    ].join('\n'),
  )
}
