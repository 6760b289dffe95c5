import type { FeatureMap } from './broughtModel'

/** The part of a model after its last feature map: the logit of each map. */
export type HeadOf = (maps: Float32Array, count: number) => Promise<Float32Array>

/** How far a channel is shifted, as a share of the largest number of the map: small beside a bend, large beside rounding. */
const SHIFT = 1e-3
/** Maps in one run of the head. */
const AT_ONCE = 64

/**
 * The weights of Grad-CAM, 10.1109/ICCV.2017.74: of each channel the mean, over its points, of the slopes of the logit.
 * That mean is the slope along a shift of the whole channel, so it takes two runs of the head a channel and no gradient.
 * Where the head is straight between the two (pooling, whose choice a shift does not change, dense layers and ReLU away from
 * its bend) the difference is the slope itself.
 *
 * @param map one spectrum's, as the model has it
 */
export async function channelWeights(
  featureMap: FeatureMap,
  map: Float32Array,
  head: HeadOf,
): Promise<Float64Array> {
  const { channels, length } = featureMap
  const largest = map.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const shift = SHIFT * (largest || 1)
  const weights = new Float64Array(channels)
  for (let first = 0; first < channels; first += AT_ONCE / 2) {
    const pairs = Math.min(AT_ONCE / 2, channels - first)
    const maps = new Float32Array(2 * pairs * map.length)
    for (let pair = 0; pair < pairs; pair++) {
      for (const [side, by] of [shift, -shift].entries()) {
        const start = (2 * pair + side) * map.length
        maps.set(map, start)
        for (let t = 0; t < length; t++) maps[start + placeOf(featureMap, first + pair, t)]! += by
      }
    }
    const logits = await head(maps, 2 * pairs)
    for (let pair = 0; pair < pairs; pair++)
      weights[first + pair] = (logits[2 * pair]! - logits[2 * pair + 1]!) / (2 * shift * length)
  }
  return weights
}

/** cam(t) = Σ_k weight_k A_k(t), before the rectification that picks a class. */
export function weighChannels(
  featureMap: FeatureMap,
  map: Float32Array,
  weights: Float64Array,
): Float32Array {
  return Float32Array.from({ length: featureMap.length }, (_, t) =>
    weights.reduce((sum, weight, k) => sum + weight * map[placeOf(featureMap, k, t)]!, 0),
  )
}

function placeOf({ channels, length, channelsFirst }: FeatureMap, channel: number, t: number): number {
  return channelsFirst ? channel * length + t : t * channels + channel
}
