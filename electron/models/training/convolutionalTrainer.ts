import type { Clock } from '../../shared/clock'
import { cnn5, cnn7, mapLength, type ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { StokesError } from '../../contract/errors'
import { inferenceGraph } from '../onnx/inferenceGraph'
import { cellsOf } from '../saliency/mapCells'
import { chooseTrainingEngine } from './chooseTrainingEngine'
import type { NetworkSettings } from './networkSettings'
import {
  labelledSpectra,
  outputsFor,
  resumable,
  taskDigest,
  trainedSystem,
  type NetworkTrainer,
} from './networkTrainer'
import { trainNetwork } from './trainNetwork'
import type { TrainingEngineName } from './trainingSession'

const networks = { cnn5, cnn7 } as const

/** How a network's training depends on the machine. */
export interface TrainerMachine {
  clock: Clock
  /** Tries these alone, in this order. @default all */
  engines?: readonly TrainingEngineName[]
}

/** Trains the paper's networks from nothing. */
export function convolutionalTrainer(
  name: keyof typeof networks,
  settings: NetworkSettings,
  { clock, engines }: TrainerMachine,
): NetworkTrainer {
  return {
    name,
    async train(task) {
      const sets = labelledSpectra(task, settings.batch)
      const network: ConvolutionalNetwork = {
        ...networks[name],
        inputLength: task.fit.points,
        dropout: settings.dropout,
        ...outputsFor(task.classes),
      }
      if (mapLength(network) < 2)
        throw new StokesError(
          'model.wrongShape',
          `${task.fit.points} points a spectrum are too few for ${name}`,
        )
      const digest = taskDigest(network, settings, sets, task.seed)
      const { resumeFrom, keep } = await resumable(task, digest, settings.epochs, clock)
      const trained = await trainNetwork({
        network,
        ...sets,
        seed: task.seed,
        settings,
        chooseEngine: (program, start) =>
          chooseTrainingEngine(program, start, settings.batch, { clock, only: engines }),
        resumeFrom,
        onEpoch: (_, run) => keep(run),
        signal: task.signal,
      })
      const start = 'It began with random weights.'
      return trainedSystem(name, network, trained, start, cellsOf(network), (weights) =>
        inferenceGraph(network, weights),
      )
    },
  }
}
