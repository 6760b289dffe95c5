import type { Value } from '../onnx/onnxGraph'
import type { GradientTape } from './gradientTape'

/** The part of a training program that its architecture decides: the forward pass. `parameter` gives a weight in its shape. */
export interface NetworkBody {
  /** Of one example: a spectrum, or what the stages that are not trained make of it. */
  input: { channels: number; points: number }
  /** Numbers of an example that dropout may leave out. */
  dropoutUnits: number
  /** Whether a weight takes part; what does not is in the examples already. */
  trains: (name: string) => boolean
  /** From examples to what the head reads, normalised by the batch's own statistics. */
  features: (
    tape: GradientTape,
    parameter: (name: string) => Value,
    input: Value,
    batch: number,
  ) => {
    features: Value
    /** Mean and (biased) variance of each batch normalisation, in the order of the measured weights. */
    statistics: Value[]
  }
  /** From there to the scores [batch, outputs], with dropout. */
  head: (tape: GradientTape, parameter: (name: string) => Value, features: Value, mask: Value) => Value
}
