import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SoakFigures } from '../../electron/cli/soak/judgeSoak'
import { runStokes } from '../support/stokesCommand'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-soak-test-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function scenario(value: unknown): string {
  const path = join(folder, 'scenario.json')
  writeFileSync(path, JSON.stringify(value))
  return path
}

it(
  'records every frame that came whole, none that did not, and leaves the laser with nobody for no moment',
  { timeout: 120_000 },
  async () => {
    const faults = { crc: 30, repeat: 20, skip: 20, flip: 5, duplicate: 5, garbage: 8, truncate: 1, mute: 1 }
    const path = scenario({ seed: 5, lineNoise: { oneIn: 8, atMost: 80, faults } })
    const { code, stdout } = await runStokes('soak', '--minutes', '1', '--faults', path, '--json')
    const figures = JSON.parse(stdout) as SoakFigures
    expect(figures).toMatchObject({
      framesLost: 0,
      acceptedWrongly: 0,
      rejectedWrongly: 0,
      laserUnattendedMs: 0,
    })
    expect(figures.faults).toBeGreaterThan(40)
    expect(figures.framesRecorded).toBeGreaterThan(100)
    expect(figures.framesSent).toBeGreaterThan(figures.framesRecorded)
    expect(code).toBe(0)
  },
)

it.each([
  ['soak', ['--minutes', '1', '--faults']],
  ['simulate', ['--scenario']],
])('%s refuses a scenario that is wrong, and names the field', async (command, options) => {
  const path = scenario({ lineNoise: { oneIn: 0, faults: { crc: 1 } } })
  const { code, stderr } = await runStokes(command, ...options, path, '--json')
  expect(code).toBe(2)
  expect(stderr).toContain('lineNoise.oneIn')
})
