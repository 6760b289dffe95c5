import { oddsMap } from '../inference/oddsMap'
import { openGraph } from './runGraph'
import type { Examples } from './trainer'

/** Of several classes there are as many maps: not all of them at once. */
const AT_ONCE = 64

/**
 * What speaks for the class that was said of each spectrum, in the cells of the system's map, one spectrum after the other; of two
 * classes, for the second.
 *
 * @param onnx graph of the system
 * @param said index of a class for each spectrum
 */
export async function mapsOfSaid(
  onnx: Uint8Array,
  { spectra, points }: Pick<Examples, 'spectra' | 'points'>,
  said: readonly number[],
  classes: number,
): Promise<Float32Array> {
  const parts: Float32Array[] = []
  const graph = await openGraph(onnx)
  try {
    for (let start = 0; start < said.length; start += AT_ONCE) {
      const rows = said.slice(start, start + AT_ONCE)
      const outputs = await graph.run(spectra.subarray(start * points, (start + rows.length) * points), [
        1,
        points,
      ])
      const [maps, scores] = [outputs.get('cam')!, outputs.get('logit')!]
      const each = maps.length / rows.length
      parts.push(
        ...rows.map((label, row) => {
          const own = maps.subarray(row * each, (row + 1) * each)
          return classes === 2
            ? own
            : oddsMap(scores.subarray(row * classes, (row + 1) * classes), own, [label])
        }),
      )
    }
  } finally {
    await graph.dispose()
  }
  const cells = parts[0]?.length ?? 0
  const whole = new Float32Array(cells * parts.length)
  parts.forEach((part, row) => {
    whole.set(part, row * cells)
  })
  return whole
}
