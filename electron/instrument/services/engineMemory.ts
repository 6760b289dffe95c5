import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { engineAttemptSchema, type EngineAttempt } from '../../contract/system'

const memorySchema = z.object({
  fingerprint: z.string(),
  triedAt: z.string(),
  attempts: z.array(engineAttemptSchema),
})
export type RememberedEngines = z.infer<typeof memorySchema>

/** What came of trying the engines for one model, kept from one start to the next in a file of its own. */
export class EngineMemory {
  private readonly path: string

  constructor(folder: string, modelHash: string) {
    this.path = join(folder, 'engines', `${modelHash.slice(0, 16)}.json`)
  }

  /** Null where there is none of this hardware, or the file is damaged: then all engines are tried. */
  recall(fingerprint: string): RememberedEngines | null {
    try {
      const remembered = memorySchema.parse(JSON.parse(readFileSync(this.path, 'utf8')))
      return remembered.fingerprint === fingerprint ? remembered : null
    } catch {
      return null
    }
  }

  /** Writes the whole file or nothing. It saves time alone: a disk that takes no more is no reason to stop. */
  keep(fingerprint: string, triedAt: string, attempts: readonly EngineAttempt[]): void {
    const part = `${this.path}.part-${process.pid}`
    try {
      mkdirSync(dirname(this.path), { recursive: true })
      writeFileSync(part, JSON.stringify({ fingerprint, triedAt, attempts }))
      renameSync(part, this.path)
    } catch {
      return
    }
  }
}
