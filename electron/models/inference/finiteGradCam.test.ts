import { describe, expect, it } from 'vitest'
import type { FeatureMap } from './broughtModel'
import { channelWeights, weighChannels, type HeadOf } from './finiteGradCam'

const featureMap = (channelsFirst: boolean): FeatureMap => ({
  tensor: 'map',
  shape: channelsFirst ? [40, 5] : [5, 40],
  channels: 40,
  length: 5,
  channelsFirst,
})
const at = ({ channelsFirst }: FeatureMap, k: number, t: number) => (channelsFirst ? 5 * k + t : 40 * t + k)

/** A head that is no straight line: the sum over channels of (k + 1) times the square of their mean. */
const headOf =
  (map: FeatureMap): HeadOf =>
  (maps, count) =>
    Promise.resolve(
      Float32Array.from({ length: count }, (_, index) => {
        let logit = 0
        for (let k = 0; k < 40; k++) {
          let mean = 0
          for (let t = 0; t < 5; t++) mean += maps[200 * index + at(map, k, t)]! / 5
          logit += ((k + 1) * mean * mean) / 100
        }
        return logit
      }),
    )

describe.each([true, false])('Grad-CAM by differences, channels first: %s', (channelsFirst) => {
  const map = featureMap(channelsFirst)
  const values = new Float32Array(200)
  for (let k = 0; k < 40; k++) for (let t = 0; t < 5; t++) values[at(map, k, t)] = Math.sin(k) + 0.1 * t

  it('weighs each channel by its mean slope, in more runs than one', async () => {
    const weights = await channelWeights(map, values, headOf(map))
    weights.forEach((weight, k) => {
      const mean = Math.sin(k) + 0.2
      expect(weight).toBeCloseTo((2 * (k + 1) * mean) / 100 / 5, 3)
    })
  })

  it('sums the channels at each point', () => {
    const weights = Float64Array.from({ length: 40 }, (_, k) => (k === 3 ? 2 : 0))
    const cam = weighChannels(map, values, weights)
    expect(cam).toHaveLength(5)
    cam.forEach((value, t) => {
      expect(value).toBeCloseTo(2 * (Math.sin(3) + 0.1 * t), 6)
    })
  })
})
