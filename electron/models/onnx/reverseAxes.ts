/**
 * A tensor of three axes with their order reversed. TensorFlow.js keeps a convolution kernel as
 * [width, channels in, channels out] and ONNX as [channels out, channels in, width]; this turns either into the other.
 */
export function reverseAxes(
  values: Float32Array,
  [first, second, third]: readonly [number, number, number],
): Float32Array {
  const turned = new Float32Array(values.length)
  let source = 0
  for (let i = 0; i < first; i++)
    for (let j = 0; j < second; j++)
      for (let k = 0; k < third; k++) turned[(k * second + j) * first + i] = values[source++]!
  return turned
}
