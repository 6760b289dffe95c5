import { closeSync, openSync, writeSync } from 'node:fs'
import type { EmissionRecord } from './firmware/emissionLog'

/**
 * Writes each change of the emission log as a line of JSON, at once and by the system's own call, so that it is there
 * whatever dies next. `at` is the time of this computer when it was written.
 */
export class LaserLogFile {
  readonly #file: number

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  write(record: EmissionRecord): void {
    writeSync(this.#file, `${JSON.stringify({ ...record, at: new Date().toISOString() })}\n`)
  }

  close(): void {
    closeSync(this.#file)
  }
}
