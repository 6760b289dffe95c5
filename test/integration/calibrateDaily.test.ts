import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulatorProcess'
import { runStokes } from '../support/stokesCommand'

/* The daily check as a command, and a measurement that is taken with what it found. */

let program: Program
let simulator: SimulatorProcess
let folder: string

beforeAll(async () => {
  program = await bundleProgram('electron/simulator/index.ts')
  simulator = await startSimulatorProcess(program, '--seed', '7')
  folder = mkdtempSync(join(tmpdir(), 'stokes-calibrate-daily-'))
})
afterAll(async () => {
  await simulator.stop()
  await program.remove()
  rmSync(folder, { recursive: true, force: true })
})

interface Answered {
  ok: boolean
  verdict: string
  lines: { reference: number; measured: number; residual: number }[]
  rmsPixels: number
  coefficients: number[]
  laserNm: number
  reasons: { code: string }[]
  instrumentSeconds: number
  passport: string
  status: { state: string; passportId: string }
}

async function calibrate(...args: string[]): Promise<{ code: number | null; answered: Answered }> {
  const { code, stdout } = await runStokes(
    ...[
      'calibrate',
      '--port',
      simulator.port,
      '--db',
      join(folder, 'cases.sqlite'),
      '--json',
      '--power',
      '100',
    ],
    ...args,
  )
  return { code, answered: JSON.parse(stdout) as Answered }
}

it(
  'stokes calibrate makes a passport, which stokes acquire measures with',
  { timeout: 120_000 },
  async () => {
    const document = join(folder, 'passport.html')
    const { code, answered } = await calibrate('--document', document)
    expect(code).toBe(0)
    expect(answered).toMatchObject({ ok: true, verdict: 'pass', reasons: [], status: { state: 'valid' } })
    expect(answered.rmsPixels).toBeLessThan(0.1)
    expect(answered.lines.length).toBeGreaterThan(20)
    expect(answered.instrumentSeconds).toBeLessThan(120)
    expect(readFileSync(document, 'utf8')).toContain('Calibration passport')

    const acquire = ['--integration', '50', '--accumulations', '3', '--power', '25']
    const measured = join(folder, 'measured.csv')
    const into = ['--out', measured, '--db', join(folder, 'cases.sqlite')]
    expect((await runStokes('acquire', '--port', simulator.port, ...acquire, ...into, '--json')).code).toBe(0)
    const first = Number(
      readFileSync(measured, 'utf8')
        .split('\n')
        .find((line) => /^[\d.]+,/.test(line))!
        .split(',')[0],
    )
    expect(first).toBeCloseTo(1e7 / answered.laserNm - 1e7 / answered.coefficients[0]!, 6)
  },
)

it('of a lamp that is off it says so and leaves what was in force', { timeout: 60_000 }, async () => {
  simulator.command('SIM:DRIF:THR 0.001')
  const { code, answered } = await calibrate('--without', 'argon', 'intensity')
  expect(code).toBe(3)
  expect(answered).toMatchObject({ ok: false, verdict: 'refused', status: { state: 'valid' } })
  expect(answered.status.passportId).not.toBe(answered.passport)
})
