import { closeSync, openSync, writeSync } from 'node:fs'

/**
 * Writes each entry as a line of JSON, at once and by the system's own call, so that it is there whatever dies next. `at` is
 * the time of this computer when it was written.
 */
export class LogFile {
  readonly #file: number

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  write(entry: object): void {
    writeSync(this.#file, `${JSON.stringify({ ...entry, at: new Date().toISOString() })}\n`)
  }

  close(): void {
    closeSync(this.#file)
  }
}
