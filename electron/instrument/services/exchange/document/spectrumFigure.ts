import type { SaliencyBand } from '../../../../contract/answer'
import { html } from '../../../../shared/document/html'

const SIZE = { width: 700, height: 230, left: 62, right: 12, top: 16, bottom: 38 }
const INK = '#0a6c8f'
const BAND = '#f4d9b8'
const MUTED = '#526372'
const LINE = '#d7dfe6'

interface SpectrumFigure {
  description: string
  y: string
  wavenumbers: ArrayLike<number>
  intensities: ArrayLike<number>
  /** Marked behind the line. */
  bands?: readonly Pick<SaliencyBand, 'from' | 'to' | 'wavenumber'>[]
}

/** A spectrum over its wavenumbers as SVG: no script, no network, no style sheet, sharp in print. */
export function spectrumFigure({
  description,
  y,
  wavenumbers,
  intensities,
  bands = [],
}: SpectrumFigure): string {
  const { width, height, left, right, top, bottom } = SIZE
  const [lowX, highX] = [wavenumbers[0]!, wavenumbers[wavenumbers.length - 1]!]
  const [lowY, highY] = rangeOf(intensities)
  const across = (at: number) => tenth(left + ((at - lowX) / (highX - lowX)) * (width - left - right))
  const up = (value: number) =>
    tenth(height - bottom - ((value - lowY) / (highY - lowY)) * (height - top - bottom))
  const ticksX = ticksOf(lowX, highX)
  const ticksY = ticksOf(lowY, highY, 4)
  const points = Array.from(wavenumbers, (at, i) => `${across(at)},${up(intensities[i]!)}`).join(' ')
  const label = (x: number, y: number, text: string | number, anchor = 'middle') =>
    html`<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="10.5" fill="${MUTED}" stroke="none"
      >${text}</text
    >`
  const middle = (top + height - bottom) / 2
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">
    ${bands.map(
      ({ from, to }) =>
        html`<rect
          x="${across(Math.max(from, lowX))}"
          y="${top}"
          width="${Math.max(1, across(Math.min(to, highX)) - across(Math.max(from, lowX)))}"
          height="${height - top - bottom}"
          fill="${BAND}"
        />`,
    )}
    ${ticksY.map((value) => html`<line x1="${left}" y1="${up(value)}" x2="${width - right}" y2="${up(value)}" stroke="${LINE}" stroke-width="0.7" />`)}
    ${ticksX.map((at) => label(across(at), height - bottom + 15, at))}
    ${ticksY.map((value) => label(left - 6, up(value) + 4, value, 'end'))}
    ${bands.map(({ wavenumber }) => label(across(wavenumber), top - 4, Math.round(wavenumber)))}
    ${label((left + width - right) / 2, height - 6, 'Raman shift (cm⁻¹)')}
    <g transform="translate(11 ${middle}) rotate(-90)">${label(0, 0, y)}</g>
    <polyline points="${points}" fill="none" stroke="${INK}" stroke-width="1.1" />
  </svg>`.html
}

function rangeOf(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!)
    high = Math.max(high, values[i]!)
  }
  const room = high > low ? 0.06 * (high - low) : 1
  return [low - room, high + room]
}

/** Round numbers within a range. */
function ticksOf(low: number, high: number, most = 7): number[] {
  const rough = (high - low) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough)!
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

const tenth = (value: number): number => Math.round(10 * value) / 10
