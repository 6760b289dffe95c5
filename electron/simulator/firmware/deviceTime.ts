/** Whole microseconds since power-up. */
export interface DeviceTime {
  /** During an event of the instrument's own: exactly the time at which that event was due. */
  readonly nowUs: number
  /** The time that is being caught up with: later than `nowUs` when the computer was too slow for the instrument. */
  readonly horizonUs: number
}

/** A part of the instrument in which something happens by itself. */
export interface Timed {
  /** When it does next; Infinity where nothing is planned. */
  readonly dueAtUs: number
  /** Lets it happen; called when it is due. */
  run(): void
}
