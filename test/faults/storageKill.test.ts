import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Connection } from '../../electron/storage/connection'
import { aFrame, openTestLog, temporaryFolder } from '../../electron/storage/fixtures'
import { bundleProgram, type Program } from '../support/bundleProgram'

let program: Program
let path: string
let remove: () => void

beforeAll(async () => {
  program = await bundleProgram('test/faults/storageWriter.ts')
})
afterAll(() => program.remove())
beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  path = join(temporary.folder, 'cases.db')
})
afterEach(() => {
  remove()
})

/** Lets another process record into the case log and kills it at the given count of acknowledged frames. */
async function recordAndKill(acknowledgedFrames: number, beforeTheKill?: (pid: number | undefined) => void) {
  const writer = spawn(process.execPath, [program.path, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(writer, 'exit')
  const lines: string[] = []
  for await (const line of createInterface(writer.stdout)) {
    lines.push(line)
    if (lines.length !== 1 + acknowledgedFrames) continue
    beforeTheKill?.(writer.pid)
    writer.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  const [acquisitionId = '', ...sequences] = lines
  return { acquisitionId, acknowledged: sequences.map(Number) }
}

describe('a writer that is killed', () => {
  // More than 1000 pages of the write-ahead log, so that checkpoints are among what is interrupted.
  it.each([[[1, 2, 3, 20]], [[50, 170, 400]], [[1200]]])(
    'loses no frame that was acknowledged: after %j frames',
    { timeout: 60_000 },
    async (rounds) => {
      for (const count of rounds) {
        const { acquisitionId, acknowledged } = await recordAndKill(count)

        const log = openTestLog(path)
        const stored = log.frames.ofAcquisition(acquisitionId)
        // One frame may be on the disk whose acknowledgement was cut off.
        expect([acknowledged.length, acknowledged.length + 1]).toContain(stored.length)
        for (const [index, { kind, entry: _entry, ...frame }] of stored.entries()) {
          expect(kind).toBe('sample')
          expect(frame).toEqual(aFrame(index))
        }
        expect(log.interrupted).toEqual([acquisitionId])
        expect(log.acquisitions.get(acquisitionId)).toMatchObject({
          status: 'interrupted',
          framesRecorded: stored.length,
        })
        log.close()
      }
      const connection = new Connection(path, { readOnly: true })
      expect(connection.pragma('integrity_check')).toBe('ok')
      connection.close()
    },
  )

  it('held the lock until then, and no longer', { timeout: 60_000 }, async () => {
    await recordAndKill(3, (pid) => {
      expect(() => openTestLog(path)).toThrow(
        expect.objectContaining({
          code: 'storage.locked',
          message: expect.stringContaining(`storage writer (process ${String(pid)}, since 20`) as string,
        }),
      )
      const reader = openTestLog(path, { readOnly: true })
      expect(reader.cases.list({ search: '', limit: 50, cursor: null }).total).toBe(1)
      reader.close()
    })
    openTestLog(path).close()
  })
})
