import type { BadPixels } from '../../contract/calibration'
import { median } from '../preprocessing/median'
import { reason } from './reason'

type BadPixel = BadPixels['pixels'][number]

/** Dark level above the others', in robust standard deviations. */
const HOT = 8
/** Noise from frame to frame, in that of the median pixel. */
const NOISY = 4
/** Response, in that of its neighbours. */
const DEAD = 0.5
/** Neighbours to either side. */
const NEIGHBOURS = 10
const MOST = 0.02

/**
 * Pixels that are brighter in the dark or noisier than the others, or that see less light than their neighbours.
 *
 * @param darks counts without light, of one integration time and temperature; three at least
 * @param light counts of a smooth spectrum (a lamp with a filament, the glass of SRM 2241), less the dark; null without one
 */
export function findBadPixels(darks: readonly Float64Array[], light: Float64Array | null): BadPixels {
  const [first] = darks
  if (!first || darks.length < 3) {
    const why = reason(
      'tooFewFrames',
      `${darks.length} dark frames do not tell a noisy pixel from a quiet one; 3 do.`,
      'Take more dark frames.',
    )
    return { ok: false, reasons: [why], pixels: [] }
  }
  const level = first.map((_, pixel) => mean(darks.map((dark) => dark[pixel]!)))
  const noise = first.map((_, pixel) => {
    const squares = darks.map((dark) => (dark[pixel]! - level[pixel]!) ** 2)
    return Math.sqrt((mean(squares) * darks.length) / (darks.length - 1))
  })
  const middle = median(level)
  const spread = Math.max(1.4826 * median(level.map((value) => Math.abs(value - middle))), 1)
  const usualNoise = Math.max(median(noise), 0.3)

  const pixels = [...first.keys()].flatMap((pixel): BadPixel[] => {
    const hot = (level[pixel]! - middle) / spread
    if (hot > HOT) return [{ pixel, kind: 'hot', value: hot, limit: HOT }]
    const noisy = noise[pixel]! / usualNoise
    if (noisy > NOISY) return [{ pixel, kind: 'noisy', value: noisy, limit: NOISY }]
    const response = light ? responseOf(light, pixel) : 1
    return response < DEAD ? [{ pixel, kind: 'dead', value: response, limit: DEAD }] : []
  })
  const most = Math.floor(MOST * first.length)
  const reasons =
    pixels.length <= most
      ? []
      : [
          reason(
            'tooManyBadPixels',
            `${pixels.length} of ${first.length} pixels are bad; at most ${most} may be.`,
            'Check that the detector is cold and the shutter closed; if it stays, call service.',
          ),
        ]
  return { ok: reasons.length === 0, reasons, pixels }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function responseOf(light: Float64Array, pixel: number): number {
  const around = light.slice(Math.max(pixel - NEIGHBOURS, 0), pixel + NEIGHBOURS + 1)
  const usual = median(around)
  return usual > 0 ? light[pixel]! / usual : 1
}
