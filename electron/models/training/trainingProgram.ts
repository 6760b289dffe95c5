import { isTrainable, weightSpecs, type Network } from '../architectures/networkWeights'
import type { WeightSpec } from '../architectures/weightSpec'
import { convolutionalForward } from './convolutionalForward'
import type { NetworkBody } from './networkBody'
import { residualForward } from './residualForward'

/** Weights that learn at one rate: a share of the step's. */
export interface WeightGroup {
  specs: readonly WeightSpec[]
  rateShare: number
}

/** What is trained and how: all that a training step has to know. */
export interface TrainingProgram extends Omit<NetworkBody, 'trains'> {
  network: Network
  outputs: number
  /** `sigmoid`: every output a yes or no of its own; `softmax`: one of all. */
  loss: 'sigmoid' | 'softmax'
  groups: readonly WeightGroup[]
  /** The averages of batch normalisation: measured, not learnt. */
  measured: readonly WeightSpec[]
}

export interface ProgramOptions {
  /** Learning rate of what lies before the output layer, as a share of the step's. @default 1 */
  bodyRateShare?: number
  /** First stage of a residual network that is trained; 0 is the stem. @default 0 */
  fromStage?: number
  /** @default sigmoid for one output, softmax for more */
  loss?: TrainingProgram['loss']
}

export function trainingProgram(network: Network, options: ProgramOptions = {}): TrainingProgram {
  const { bodyRateShare = 1, fromStage = 0 } = options
  const outputs = network.outputs ?? 1
  const body = 'stages' in network ? residualForward(network, fromStage) : convolutionalForward(network)
  const specs = weightSpecs(network).filter(({ name }) => body.trains(name))
  const trained = specs.filter(isTrainable)
  const isHead = ({ name }: WeightSpec) => name.startsWith('output/')
  const groups =
    bodyRateShare === 1
      ? [{ specs: trained, rateShare: 1 }]
      : [
          { specs: trained.filter((spec) => !isHead(spec)), rateShare: bodyRateShare },
          { specs: trained.filter(isHead), rateShare: 1 },
        ]
  return {
    network,
    input: body.input,
    outputs,
    loss: options.loss ?? (outputs === 1 ? 'sigmoid' : 'softmax'),
    groups,
    measured: specs.filter((spec) => !isTrainable(spec)),
    dropoutUnits: body.dropoutUnits,
    features: body.features,
    head: body.head,
  }
}

/** Weights that training follows, in the order of the layers. */
export function trainedSpecs({ groups }: Pick<TrainingProgram, 'groups'>): WeightSpec[] {
  return groups.flatMap(({ specs }) => specs)
}
