type Point = readonly [number, number]

/** A line of a figure. */
export interface FigureLine {
  name: string
  points: readonly Point[]
  /** What others are read against: dashed, and of no colour. */
  reference?: boolean
  /** Marks each point: what was measured at a few places. */
  dots?: boolean
  /** No line joins the points: each was measured for itself. */
  apart?: boolean
  /** 95 % interval of each point. */
  intervals?: readonly Point[]
  /** Shaded from the one to the other at each point: a spread. */
  band?: readonly Point[]
}

/** A place on the x axis that has a name. */
export interface FigureMark {
  x: number
  name: string
}

/** What is drawn over two axes, whatever it is drawn with. */
export interface Figure {
  title: string
  x: string
  y: string
  lines: readonly FigureLine[]
  marks?: readonly FigureMark[]
  /** Left out, it follows from the lines. */
  xRange?: readonly [number, number]
  yRange?: readonly [number, number]
  /** What the x axis counts has nothing between two steps. */
  countsX?: boolean
  /** Likewise on the y axis. */
  countsY?: boolean
  /** The x axis is time, ms since the epoch. */
  timeX?: boolean
  /** Decimals that the tooltip tells. @default 3 */
  decimals?: number
}
