import { canvasTiles, type Tile } from './canvasTiles'

interface TileCanvas extends Tile {
  canvas: HTMLCanvasElement
}

export interface CanvasSize {
  /** CSS px. */
  width: number
  height: number
  /** Pixels of the screen per CSS px. */
  pixelRatio: number
}

/** A canvas made of columns, each of its own memory, which is filled anew for each frame. */
export class TiledCanvas {
  private tiles: TileCanvas[] = []
  private size: CanvasSize = { width: 0, height: 0, pixelRatio: 1 }

  /** @param host is filled with the columns */
  constructor(private readonly host: HTMLElement) {}

  /**
   * Clears it, and has each column drawn in turn.
   * @param draw gets coordinates of the whole canvas, CSS px, and which part of it is seen
   */
  draw(size: CanvasSize, draw: (context: CanvasRenderingContext2D, tile: Tile) => void): void {
    this.fit(size)
    const { height, pixelRatio } = size
    for (const { canvas, left, width } of this.tiles) {
      const context = canvas.getContext('2d')
      if (!context) continue
      context.setTransform(pixelRatio, 0, 0, pixelRatio, -left * pixelRatio, 0)
      context.clearRect(left, 0, width, height)
      draw(context, { left, width })
    }
  }

  private fit(size: CanvasSize): void {
    const { width, height, pixelRatio } = size
    const before = this.size
    if (width === before.width && height === before.height && pixelRatio === before.pixelRatio) return
    this.size = size
    this.tiles = canvasTiles(width, height, pixelRatio).map((tile) => {
      const canvas = document.createElement('canvas')
      canvas.width = Math.round(tile.width * pixelRatio)
      canvas.height = Math.round(height * pixelRatio)
      Object.assign(canvas.style, {
        position: 'absolute',
        left: `${tile.left}px`,
        width: `${tile.width}px`,
        height: `${height}px`,
      })
      return { ...tile, canvas }
    })
    this.host.replaceChildren(...this.tiles.map(({ canvas }) => canvas))
  }
}
