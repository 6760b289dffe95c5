import type { ForwardPass, TrainingProgram } from './trainingProgram'

/** The part of a training program that its architecture decides. */
export interface NetworkBody extends ForwardPass, Pick<TrainingProgram, 'input' | 'dropoutUnits'> {
  /** Whether a weight takes part; what does not is in the examples already. */
  trains(name: string): boolean
}
