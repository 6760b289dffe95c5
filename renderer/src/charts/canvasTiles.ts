/** A column of a canvas that is made of several, CSS px. */
export interface Tile {
  left: number
  width: number
}

/**
 * Without a GPU, Chromium gives a canvas new memory for each frame. Up to this many bytes it is memory that was used before; more is asked
 * of the system, which clears it page by page: 0.9 ms for a canvas of 1.8 MB, 0.1 for one of 0.75 (measured, Chromium 130).
 */
const BYTES = 720_000
/** So many that none is too large, or one alone: what is left then is not worth the canvases. */
const MOST = 8
/** px: whole pixels of the screen at every usual ratio. */
const STEP = 8

/**
 * Columns side by side that a canvas is made of, none too large.
 *
 * @param width, height of all of it, CSS px
 * @param pixelRatio pixels of the screen per CSS px
 */
export function canvasTiles(width: number, height: number, pixelRatio: number): Tile[] {
  const widest = BYTES / (4 * pixelRatio ** 2 * height)
  const count = Math.ceil(width / widest)
  const each = count > MOST ? width : Math.ceil(width / count / STEP) * STEP
  const tiles: Tile[] = []
  for (let left = 0; left < width; left += each) tiles.push({ left, width: Math.min(each, width - left) })
  return tiles
}
