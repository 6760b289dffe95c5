import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { NetworkWeights } from '../architectures/networkWeights'
import { stageShape, type ResidualNetwork } from '../architectures/residualNetwork'
import { residualInferenceGraph, residualStagesGraph } from '../onnx/residualInferenceGraph'
import { residualCellsOf } from '../saliency/mapCells'
import { chooseTrainingEngine } from './chooseTrainingEngine'
import type { TrainerMachine } from './convolutionalTrainer'
import { balancedClassWeights, crossEntropy } from './crossEntropy'
import { initialWeights } from './initialWeights'
import { select, type LabelledSpectra } from './labelledSpectra'
import { measureStatistics } from './measureStatistics'
import type { ResidualSettings } from './networkSettings'
import {
  labelledSpectra,
  outputsFor,
  resumable,
  taskDigest,
  trainedSystem,
  type NetworkTrainer,
} from './networkTrainer'
import type { ResidualStart } from './residualStart'
import { runGraph } from './runGraph'
import { runTraining, startingRun } from './runTraining'
import { shuffled } from './shuffled'
import { openStageFeatures } from './stageFeatures'
import { oneHot, trainedBy } from './trainNetwork'
import { trainingProgram } from './trainingProgram'
import { openTrainingSession } from './trainingEngines'
import { startingState } from './trainingSession'

/** Spectra over which the normalisations of a network from elsewhere are measured, at most. */
const MEASURED_SPECTRA = 512

/**
 * Brings a residual network from elsewhere to the spectra of patients: its normalisations are measured anew, its last two
 * stages and its output are trained. What the stages before them say of a spectrum never changes, so it is worked out
 * once; that is also why nothing is augmented here.
 */
export function residualTrainer(
  settings: ResidualSettings,
  start: ResidualStart,
  { clock, engines }: TrainerMachine,
): NetworkTrainer {
  return {
    name: 'resnet50',
    async train(task) {
      const { batch, learningRate, bodyLearningRate, dropout, epochs } = settings
      const { signal } = task
      const { points } = task.fit
      const { fit, watched } = labelledSpectra(task, batch)
      const { outputs: _, ...body } = start.network
      const network: ResidualNetwork = { ...body, inputLength: points, dropout, ...outputsFor(task.classes) }
      const outputs = network.outputs ?? 1
      const digest = taskDigest(network, settings, { fit, watched }, task.seed, start.weights)
      const { resumeFrom, keep } = await resumable(task, digest, epochs, clock)

      const random = xoroshiro128plus(task.seed)
      const whole = trainingProgram(network)
      const begin = withHead(start.weights, initialWeights(network, random))
      const some = shuffled(fit.targets.keys(), random).slice(0, MEASURED_SPECTRA)
      const statistics = await measureStatistics(whole, begin, batch, batchesOf(fit, some, batch), signal)
      const weights = new Map([...begin, ...statistics])

      const fromStage = network.stages.length - 1
      const shape = stageShape(network, fromStage - 1)
      const stages = residualStagesGraph(network, weights, fromStage - 1)
      const size = shape.channels * shape.points
      const features = await openStageFeatures(stages, fit.spectra, points, size, { signal })
      const watchedFeatures = await runGraph(stages, watched.spectra, [1, points], 'map')
      try {
        const program = trainingProgram(network, {
          fromStage,
          bodyRateShare: bodyLearningRate / learningRate,
        })
        const classWeights = balancedClassWeights(fit.targets, task.classes.length)
        const weightsOf = (labels: Float32Array) => labels.map((label) => classWeights[label]!)
        const own = new Map([...weights].filter(([name]) => names(program).has(name)))
        const engine = resumeFrom
          ? 'onnx-cpu'
          : await chooseTrainingEngine(program, startingState(own), batch, { clock, only: engines })
        const run = await runTraining(
          {
            outputs,
            dropout: { rate: dropout, units: program.dropoutUnits },
            settings,
            fit: {
              targets: oneHot(fit.targets, outputs),
              weights: weightsOf(fit.targets),
              input: (rows) => features.of(rows),
            },
            async watchedLoss(trained) {
              const onnx = residualInferenceGraph(network, new Map([...weights, ...trained]), {
                from: fromStage,
              })
              const scores = await runGraph(onnx, watchedFeatures, [shape.channels, shape.points], 'logit')
              const targets = oneHot(watched.targets, outputs)
              return crossEntropy(scores, targets, weightsOf(watched.targets), program.loss, outputs)
            },
            open: (name, state) => openTrainingSession(name, program, state, batch),
            onEpoch: keep,
            signal,
          },
          resumeFrom ?? startingRun(own, random, engine),
        )
        const trained = trainedBy(run)
        const all = new Map([...weights, ...trained.weights])
        return trainedSystem(
          'resnet50',
          network,
          { ...trained, weights: all },
          start.text,
          residualCellsOf(network),
          (final) => residualInferenceGraph(network, final),
        )
      } finally {
        await features.dispose()
      }
    },
  }
}

/** The weights from elsewhere with an output layer of this task. */
function withHead(weights: NetworkWeights, initial: NetworkWeights): NetworkWeights {
  return new Map(
    [...initial].map(([name, values]) => [
      name,
      name.startsWith('output/') ? values : (weights.get(name) ?? values),
    ]),
  )
}

function names({ groups, measured }: ReturnType<typeof trainingProgram>): Set<string> {
  return new Set([...groups.flatMap(({ specs }) => specs), ...measured].map(({ name }) => name))
}

function* batchesOf(set: LabelledSpectra, rows: readonly number[], batch: number) {
  for (let start = 0; start + batch <= rows.length; start += batch)
    yield select(set, rows.slice(start, start + batch)).spectra
}
