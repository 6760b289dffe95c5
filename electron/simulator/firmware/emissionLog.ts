/** Why emission ended; the table of docs/protocol.md. */
export type EmissionEnd =
  | 'duration'
  | 'abort'
  | 'command'
  | 'alloff'
  | 'reset'
  | 'shutter'
  | 'interlock'
  | 'watchdog'
  | 'hangup'
  | 'power'

/** An interval of emission; `offUs` is null while it lasts. Times are device time. */
export interface EmissionRecord {
  onUs: number
  offUs: number | null
  milliwatts: number
  reason: EmissionEnd | 'firing'
}

const capacity = 10_000

/** The instrument's own log of emission: the newest intervals since power-up, and a listener that hears of each change at once. */
export class EmissionLog {
  #records: EmissionRecord[] = []

  constructor(private readonly onChange: (record: EmissionRecord) => void = () => undefined) {}

  begin(onUs: number, milliwatts: number): void {
    if (this.#records.length === capacity) this.#records.shift()
    this.#records.push({ onUs, offUs: null, milliwatts, reason: 'firing' })
    this.#changed()
  }

  end(offUs: number, reason: EmissionEnd): void {
    Object.assign(this.#last, { offUs, reason })
    this.#changed()
  }

  lines(): string {
    return this.#records
      .map(({ onUs, offUs, milliwatts, reason }) => `${onUs},${offUs ?? ''},${milliwatts},${reason}\n`)
      .join('')
  }

  get #last(): EmissionRecord {
    return this.#records.at(-1)!
  }

  #changed(): void {
    this.onChange({ ...this.#last })
  }
}
