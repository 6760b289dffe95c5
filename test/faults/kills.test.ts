import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { deeds, killRounds } from './killRounds'

/** Twelve in the suite; STOKES_KILLS=1000 for a figure. */
const KILLS = Number(process.env['STOKES_KILLS'] ?? 12)

let program: Program
beforeAll(async () => {
  program = await bundleProgram('test/faults/safetyWriter.ts')
})
afterAll(() => program.remove())

it(
  `${KILLS} kills at random moments, of all that is done to a case log, lose no frame that was acknowledged`,
  { timeout: 20_000 + 2000 * KILLS },
  async () => {
    const report = await killRounds(program.path, KILLS)
    if (KILLS > 100) process.stdout.write(`${JSON.stringify(report)}\n`)
    expect(report).toMatchObject({ kills: KILLS, lostFrames: 0, damaged: [] })
    if (KILLS >= 12) for (const deed of deeds) expect(report.byDeed[deed]).toBeGreaterThan(0)
    expect(report.acknowledgedFrames).toBeGreaterThan(0)
  },
)

const noTrace = spawnSync('strace', ['-V']).error ? ' (skipped: no strace here)' : ''

it.skipIf(noTrace)(`each frame waits for the disk before it is acknowledged${noTrace}`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stokes-trace-'))
  try {
    const trace = join(folder, 'trace')
    const traced = [process.execPath, program.path, 'record', join(folder, 'log.sqlite')]
    const calls = ['-f', '-e', 'trace=fsync,fdatasync,write', '-s', '100', '-o', trace, ...traced]
    const strace = spawn('strace', calls, { stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = once(strace, 'exit')
    let lines = 0
    for await (const _ of createInterface(strace.stdout)) if (++lines === 30) break
    // Nobody listens any more, and what it traces ends with the next line.
    strace.stdout.destroy()
    await ended

    const made = readFileSync(trace, 'utf8').split('\n')
    const said = made.flatMap((call, index) => (/write\(1, .*acquisitionId/.test(call) ? [index] : []))
    expect(said.length).toBeGreaterThanOrEqual(25)
    said.slice(1).forEach((index, nth) => {
      const since = made.slice(said[nth], index)
      expect(since.some((call) => /f(data)?sync\(\d+\)\s+= 0/.test(call))).toBe(true)
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
