import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  counts,
  lampCounts,
  randomOf,
  shiftsOf,
  siliconCounts,
  standardCounts,
  trueWavelengths,
} from '../../electron/analysis/calibration/fixtures'
import { runStokes } from '../support/stokesCommand'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-calibrate-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const truth = trueWavelengths()
const LASER = 785.12
/** What the instrument believes: a laser at 785 nm. */
const believed = shiftsOf(truth, 785)
const random = randomOf(7)

function write(name: string, columns: Record<string, Float64Array>, axis = believed): string {
  const path = join(folder, name)
  const rows = [...axis].map((value, i) => [value, ...Object.values(columns).map((y) => y[i]!)].join(','))
  writeFileSync(path, `${['axis', ...Object.keys(columns)].join(',')}\n${rows.join('\n')}\n`)
  return path
}

interface Result {
  ok: boolean
  lines: { reference: number; measured: number; residual: number }[]
  rmsPixels: number | null
  rmsWavenumber: number | null
  coefficients: number[]
  laserNm: number | null
  resolutionWavenumber?: number
  reasons: { code: string; message: string; tip: string }[]
}

async function calibrate(...args: string[]) {
  const { code, stdout, stderr } = await runStokes('calibrate', ...args, '--json')
  expect(stderr).toBe('')
  return { code, stdout, ...(JSON.parse(stdout) as Result) }
}

describe('stokes calibrate on files', () => {
  it('goes from a lamp over silicon to a standard, each with what the one before answered', async () => {
    const neon = write('neon.csv', { neon: lampCounts('neon', truth, random) })
    const wavelength = await calibrate('wavelength', '--in', neon, '--lamp', 'neon')
    expect(wavelength).toMatchObject({ code: 0, ok: true, reasons: [], laserNm: null })
    expect(wavelength.rmsPixels).toBeLessThan(0.1)
    expect(wavelength.rmsWavenumber).toBeLessThan(0.2)
    expect(wavelength.lines.length).toBeGreaterThan(15)
    for (const { reference, measured, residual } of wavelength.lines)
      expect(measured - reference).toBeCloseTo(residual, 9)
    const first = join(folder, 'wavelength.json')
    writeFileSync(first, wavelength.stdout)

    const silicon = write('silicon.csv', { silicon: siliconCounts(truth, LASER, random) })
    const laser = await calibrate('laser', '--in', silicon, '--calibration', first)
    expect(laser).toMatchObject({ code: 0, ok: true, coefficients: wavelength.coefficients })
    expect(laser.laserNm).toBeCloseTo(LASER, 2)
    expect(laser.lines).toHaveLength(1)
    const second = join(folder, 'laser.json')
    writeFileSync(second, laser.stdout)

    const tablet = write('tablet.csv', { tablet: standardCounts('acetaminophen', truth, LASER, random) })
    const check = ['shift', '--in', tablet, '--standard', 'acetaminophen']
    expect(await calibrate(...check, '--calibration', second)).toMatchObject({ code: 0, ok: true })
    const unzeroed = await calibrate(...check)
    expect(unzeroed).toMatchObject({ code: 3, ok: false })
    expect(unzeroed.reasons.map(({ code }) => code)).toEqual(['offset'])
  })

  it('takes pixels with a rough axis, and several lamps', async () => {
    const pixels = Float64Array.from(truth.keys())
    const files = (['neon', 'argon'] as const).map((lamp) =>
      write(
        `${lamp}-pixels.csv`,
        { counts: lampCounts(lamp, truth, random), dark: counts(truth, [], random) },
        pixels,
      ),
    )
    const rough = ['--coefficients', '808.3,0.133,-1e-5']
    const fit = await calibrate('wavelength', '--in', ...files, '--lamp', 'neon', 'argon', ...rough)
    expect(fit).toMatchObject({ code: 0, ok: true, lamps: ['neon', 'argon'] })
    const without = await runStokes(
      'calibrate',
      'wavelength',
      '--in',
      files[0]!,
      '--lamp',
      'neon',
      '--axis',
      'pixel',
    )
    expect(without).toMatchObject({ code: 2, stdout: '' })
    expect(without.stderr).toContain('usage.invalid')
  })

  it('measures resolution, and relative intensity with a dark alone', async () => {
    const neon = write('neon2.csv', { neon: lampCounts('neon', truth, random) })
    const resolution = await calibrate('resolution', '--in', neon, '--source', 'neon')
    expect(resolution).toMatchObject({ code: 0, ok: true })
    expect(resolution.resolutionWavenumber).toBeCloseTo(8, 0)

    const light = counts(truth, [], random, () => 20_000)
    const dark = counts(truth, [], random)
    const bare = await calibrate('intensity', '--in', write('glass.csv', { glass: light }))
    expect(bare).toMatchObject({ code: 3, ok: false })
    expect(bare.reasons.map(({ code }) => code)).toEqual(['noDark'])
    const out = join(folder, 'factors.csv')
    const glass = write('glass2.csv', { glass: light, dark })
    expect(await calibrate('intensity', '--in', glass, '--out', out)).toMatchObject({ code: 0, ok: true })
    const lines = readFileSync(out, 'utf8').trim().split('\n')
    expect(lines[0]).toBe('wavenumber,factor')
    expect(lines).toHaveLength(truth.length + 1)
  })

  it('refuses the wrong lamp with the reason, in JSON and in words', async () => {
    const argon = write('argon.csv', { argon: lampCounts('argon', truth, random) })
    const refused = await calibrate('wavelength', '--in', argon, '--lamp', 'neon')
    expect(refused).toMatchObject({ code: 3, ok: false, coefficients: [], rmsPixels: null })
    expect(refused.reasons.map(({ code }) => code)).toEqual(['wrongLamp'])
    const { code, stdout } = await runStokes('calibrate', 'wavelength', '--in', argon, '--lamp', 'neon')
    expect(code).toBe(3)
    expect(stdout).toContain('those of argon')
    expect(stdout).toContain('Refused.')
  })

  it('says what is wrong with the files and with how it was called', async () => {
    const missing = await runStokes('calibrate', 'laser', '--in', join(folder, 'none.csv'), '--json')
    expect(missing).toMatchObject({ code: 3, stdout: '' })
    expect(JSON.parse(missing.stderr)).toMatchObject({ error: { code: 'file.notFound' } })
    const neon = write('neon3.csv', { neon: lampCounts('neon', truth, random) })
    const lamps = await runStokes(
      'calibrate',
      'wavelength',
      '--in',
      neon,
      '--lamp',
      'neon',
      'argon',
      '--json',
    )
    expect(lamps.code).toBe(2)
    const unknown = await runStokes('calibrate', 'wavelength', '--in', neon, '--lamp', 'xenon')
    expect(unknown.code).toBe(2)
    const broken = await runStokes('calibrate', 'laser', '--in', neon, '--calibration', neon, '--json')
    expect(JSON.parse(broken.stderr)).toMatchObject({ error: { code: 'file.notReadable' } })
  })
})
