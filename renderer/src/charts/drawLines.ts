import { lineOf, type Plane } from './curve'
import { LEFT, RIGHT, type Panel } from './panels'
import type { Scale } from './scale'
import type { SpectrumContent, SpectrumStyle } from './spectrumOption'

/** The saliency map takes the lowest part of its panel. */
const SALIENCY_SHARE = 0.24
const LINE_WIDTH = 1.4
const SALIENCY_OPACITY = 0.28

interface Surface {
  /** px; the canvas holds `pixelRatio` times as many of its own. */
  width: number
  height: number
  pixelRatio: number
}

export interface Drawing extends Surface {
  panels: readonly Panel[]
  scales: Readonly<Record<Panel['kind'], Scale>>
  /** Wavenumbers that are shown, cm-1. */
  visible: readonly [number, number]
  palette: SpectrumStyle['palette']
}

/** Draws the lines of a spectrum anew, each into its panel, and the saliency map along the foot of its own. */
export function drawLines(
  context: CanvasRenderingContext2D,
  content: SpectrumContent,
  { width, height, pixelRatio, panels, scales, visible: [from, to], palette }: Drawing,
): void {
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  context.clearRect(0, 0, width, height)
  for (const { kind, top, height: panelHeight } of panels) {
    const plane: Plane = {
      left: LEFT,
      top,
      width: width - LEFT - RIGHT,
      height: panelHeight,
      from,
      to,
      ...scales[kind],
    }
    context.save()
    context.beginPath()
    context.rect(plane.left, plane.top, plane.width, plane.height)
    context.clip()
    const curve = content[kind]
    if (curve) {
      context.strokeStyle = palette[kind]
      stroke(context, lineOf(curve, plane), LINE_WIDTH, pixelRatio)
    }
    if (kind === 'processed' && content.saliency)
      drawSaliency(
        context,
        lineOf(content.saliency, { ...plane, min: 0, max: 1 / SALIENCY_SHARE }),
        plane,
        palette,
      )
    context.restore()
  }
}

/**
 * Strokes of one pixel of the screen, one above the other: a CPU draws them ten times as fast as a single wider stroke,
 * which it must make an outline of.
 */
function stroke(
  context: CanvasRenderingContext2D,
  points: Float64Array,
  width: number,
  pixelRatio: number,
): void {
  const pixel = 1 / pixelRatio
  const strokes = Math.ceil(width / pixel)
  context.lineWidth = pixel
  for (let i = 0; i < strokes; i++) {
    const shift = strokes === 1 ? 0 : (i / (strokes - 1) - 0.5) * (width - pixel)
    trace(context, points, shift)
    context.stroke()
  }
}

function trace(context: CanvasRenderingContext2D, points: Float64Array, down = 0): void {
  context.beginPath()
  for (let i = 0; i < points.length; i += 2) context.lineTo(points[i]!, points[i + 1]! + down)
}

function drawSaliency(
  context: CanvasRenderingContext2D,
  points: Float64Array,
  { top, height }: Plane,
  { saliency }: SpectrumStyle['palette'],
): void {
  if (points.length === 0) return
  trace(context, points)
  context.strokeStyle = saliency
  context.stroke()
  context.lineTo(points[points.length - 2]!, top + height)
  context.lineTo(points[0]!, top + height)
  context.fillStyle = saliency
  context.globalAlpha = SALIENCY_OPACITY
  context.fill()
}
