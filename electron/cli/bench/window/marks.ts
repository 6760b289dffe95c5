/** The marks of the window, as window/driver.js collects them; times in ms since the epoch. */
export interface ShownMark {
  sequence: number
  /** The frame was complete on the wire. */
  completedAt: number
  sentAt: number
  receivedAt: number
  /** The chart reported itself finished. */
  drawnAt: number
  /** The first animation frame after that. */
  paintedAt: number
}

export interface AnsweredMark {
  acquisitionId: string
  /** The last frame of the measurement was complete on the wire. */
  completedAt: number
  receivedAt: number
  drawnAt: number
  paintedAt: number
  /** Whether its bands are confirmed: first they are not, then they are. */
  complete: boolean
}
