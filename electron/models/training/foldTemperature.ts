import { weightOf, type NetworkWeights } from '../architectures/networkWeights'

/**
 * Weights whose logits are those of `weights` divided by a temperature: the last layer is linear, so it can hold the
 * calibration, and what every engine and every other program says with these weights is calibrated.
 */
export function foldTemperature(weights: NetworkWeights, temperature: number): NetworkWeights {
  const divided = (name: string) =>
    [name, weightOf(weights, name).map((value) => value / temperature)] as const
  return new Map([...weights, divided('output/kernel'), divided('output/bias')])
}
