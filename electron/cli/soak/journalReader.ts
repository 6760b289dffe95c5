import { closeSync, openSync, readSync } from 'node:fs'
import type { JournalEntry } from '../../simulator/firmware/journal'

const PIECE = 1 << 16

/** Reads the journal of the virtual microscope as it grows. */
export class JournalReader {
  readonly entries: JournalEntry[] = []
  /** Answers that were harmed so far. */
  faults = 0
  readonly #file: number
  #rest = ''

  constructor(path: string) {
    this.#file = openSync(path, 'r')
  }

  /** Takes up what was written meanwhile; gives back how many entries there are now. */
  catchUp(): number {
    const piece = Buffer.alloc(PIECE)
    for (let length = readSync(this.#file, piece); length > 0; length = readSync(this.#file, piece)) {
      const lines = (this.#rest + piece.toString('latin1', 0, length)).split('\n')
      this.#rest = lines.pop()!
      for (const line of lines) this.#take(JSON.parse(line) as JournalEntry)
    }
    return this.entries.length
  }

  #take(entry: JournalEntry): void {
    this.entries.push(entry)
    if ('fault' in entry && entry.fault !== null) this.faults++
  }

  close(): void {
    closeSync(this.#file)
  }
}
