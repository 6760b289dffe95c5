import type { Experiment } from '../../contract/learning'
import { asOneQuestion, type OneQuestion } from '../evaluation/oneQuestion'
import { chooseOperatingPoint, type OperatingPoint } from '../evaluation/operatingPoint'
import type { Predictions } from '../evaluation/predictions'
import { probabilitiesOf, temperatureOf } from './calibrateScores'
import { predictionsOf } from './predictionsOf'
import { runGraph } from './runGraph'
import type { Examples, TrainedSystem } from './trainer'

export interface JudgedSystem {
  system: TrainedSystem
  temperature: number
  operatingPoint: OperatingPoint
  /** The same for the question behind several classes; null of two. */
  malignancy: OperatingPoint | null
  calibration: Predictions
  heldOut: Predictions
  /** With its temperature; null for a system that reads no spectra. */
  onnx: Uint8Array | null
}

/** Temperature and operating point from the calibration patients, then what is said of the held-out ones. */
export async function judgeSystem(
  system: TrainedSystem,
  { calibration, heldOut }: Record<'calibration' | 'heldOut', Examples>,
  classes: readonly string[],
  operatingRule: Experiment['operatingRule'],
  question: OneQuestion | null = null,
): Promise<JudgedSystem> {
  const each = classes.length === 2 ? 1 : classes.length
  const scores = { values: await system.scores(calibration), each }
  const targets = calibration.rows.map(({ label }) => label)
  const temperature = temperatureOf(scores, targets)
  const onnx = system.toOnnx(temperature)
  const say = async (examples: Examples): Promise<Predictions> =>
    predictionsOf(
      examples,
      classes,
      onnx
        ? await runGraph(onnx, examples.spectra, [1, examples.points], 'probability')
        : probabilitiesOf({ values: await system.scores(examples), each }, temperature),
    )
  const calibrated = await say(calibration)
  return {
    system,
    temperature,
    operatingPoint: chooseOperatingPoint(calibrated, operatingRule),
    malignancy: question && chooseOperatingPoint(asOneQuestion(calibrated, question), operatingRule),
    calibration: calibrated,
    heldOut: await say(heldOut),
    onnx,
  }
}
