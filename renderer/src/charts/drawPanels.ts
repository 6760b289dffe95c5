import type { Tile } from './canvasTiles'
import { lineOf, type Plane } from './curve'
import { panelName } from './panelName'
import { LEFT, RIGHT, type Panel } from './panels'
import type { Scale } from './scale'
import { shadesOf, type Shade } from './shadesOf'
import type { SpectrumContent, SpectrumStyle } from './spectrumOption'
import type { CanvasSize, TiledCanvas } from './tiledCanvas'

/** The saliency map takes the lowest part of its panel. */
const SALIENCY_SHARE = 0.24
const LINE_WIDTH = 1.4
const SALIENCY_OPACITY = 0.28
const EDGE_WIDTH = 1.5
/** The name of a panel, px: from the edge of the chart, and above the panel. */
const NAME = { left: 12, above: 12, font: '12px "Inter Variable"' }

export interface Drawing extends CanvasSize {
  panels: readonly Panel[]
  scales: Readonly<Record<Panel['kind'], Scale>>
  /** Wavenumbers that are shown, cm-1. */
  visible: readonly [number, number]
  palette: SpectrumStyle['palette']
}

/** What stands in a panel, px. */
interface DrawnPanel {
  panel: Panel
  plane: Plane
  name: string
  line: Float64Array | null
  saliency: Float64Array | null
}

/**
 * Draws what stands in the panels of a chart anew: their names, the bands shaded through all of them, the lines, and the
 * saliency map along the foot of its own. ECharts draws the axes alone: it takes ten times as long.
 */
export function drawPanels(canvas: TiledCanvas, content: SpectrumContent, drawing: Drawing): void {
  const { panels, palette, pixelRatio } = drawing
  const shades = shadesOf(content.bands, content.highlighted)
  const drawn = panels.map((panel) => drawnPanel(panel, content, drawing))
  canvas.draw(drawing, (context, tile) => {
    for (const { panel, plane, name, line, saliency } of drawn) {
      drawName(context, name, panel.top, palette)
      context.save()
      context.beginPath()
      context.rect(plane.left, plane.top, plane.width, plane.height)
      context.clip()
      for (const shade of shades) drawShade(context, shade, plane, palette)
      if (line) {
        context.strokeStyle = palette[panel.kind]
        stroke(context, within(line, tile), LINE_WIDTH, pixelRatio)
      }
      if (saliency) drawSaliency(context, within(saliency, tile), plane, palette)
      context.restore()
    }
  })
}

function drawnPanel(panel: Panel, content: SpectrumContent, { width, scales, visible }: Drawing): DrawnPanel {
  const { kind, top, height } = panel
  const [from, to] = visible
  const plane: Plane = { left: LEFT, top, width: width - LEFT - RIGHT, height, from, to, ...scales[kind] }
  const curve = content[kind]
  const map = kind === 'processed' ? content.saliency : null
  return {
    panel,
    plane,
    name: panelName(panel, content),
    line: curve && lineOf(curve, plane),
    saliency: map && lineOf(map, { ...plane, min: 0, max: 1 / SALIENCY_SHARE }),
  }
}

function drawName(
  context: CanvasRenderingContext2D,
  name: string,
  top: number,
  { muted }: SpectrumStyle['palette'],
): void {
  context.font = NAME.font
  context.textBaseline = 'bottom'
  context.fillStyle = muted
  context.fillText(name, NAME.left, top - NAME.above)
}

function drawShade(
  context: CanvasRenderingContext2D,
  { from, to, opacity, edge }: Shade,
  plane: Plane,
  { saliency }: SpectrumStyle['palette'],
): void {
  const x = (wavenumber: number) =>
    plane.left + ((wavenumber - plane.from) / (plane.to - plane.from)) * plane.width
  const rectangle = [x(from), plane.top, x(to) - x(from), plane.height] as const
  context.globalAlpha = opacity
  context.fillStyle = saliency
  context.fillRect(...rectangle)
  if (edge) {
    context.strokeStyle = saliency
    context.lineWidth = EDGE_WIDTH
    context.strokeRect(...rectangle)
  }
  context.globalAlpha = 1
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

/** The points of a line from the last one before a column to the first one behind it. */
function within(points: Float64Array, { left, width }: Tile): Float64Array {
  let first = 0
  let end = points.length
  while (first + 2 < end && points[first + 2]! < left) first += 2
  while (end - 4 > first && points[end - 4]! > left + width) end -= 2
  return points.subarray(first, end)
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
