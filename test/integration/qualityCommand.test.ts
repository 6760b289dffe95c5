import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QualityReport } from '../../electron/contract/answer'
import { NO_SHARED_DATA, sharedData } from '../support/sharedData'
import { skinFrames } from '../support/skinFrames'
import { runStokes } from '../support/stokesCommand'

interface Judged {
  pass: boolean
  limits: { version: number; hash: string }
  measurements: (QualityReport & { name: string })[]
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-quality-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function judge(...options: string[]): Promise<Judged> {
  const { code, stdout, stderr } = await runStokes('quality', '--json', ...options)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as Judged
}

/** A table of spectra that each get something added. */
function write(name: string, columns: Record<string, (counts: number, pixel: number) => number>): string {
  const { wavenumbers, frames } = skinFrames()
  const [{ intensities }] = frames as [(typeof frames)[0]]
  const lines = Array.from(wavenumbers, (x, i) =>
    [x, ...Object.values(columns).map((change) => change(intensities[i]!, i))].join(','),
  )
  const path = join(folder, name)
  writeFileSync(path, [['wavenumber', ...Object.keys(columns)].join(','), ...lines].join('\n'))
  return path
}

const noise = (seed: number) => (counts: number, pixel: number) =>
  counts + 30 * Math.sin(1e4 * Math.sin(pixel * seed))
const gatesOf = ({ reasons }: QualityReport) => reasons.map(({ gate }) => gate)

describe('stokes quality', () => {
  it('judges each spectrum of a file by itself', async () => {
    const path = write('two.csv', { good: noise(1), cut: (counts) => Math.min(counts, 1500) })
    const { pass, measurements, limits } = await judge('--in', path)
    expect(pass).toBe(false)
    expect(limits.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(measurements.map(({ name, pass }) => [name, pass])).toEqual([
      ['good', true],
      ['cut', false],
    ])
    expect(gatesOf(measurements[1]!)).toEqual(['saturation'])
    expect(measurements[1]!.reasons[0]!.message).toMatch(/^Repeat, because /)
  })

  it('takes what stokes acquire wrote for one measurement, with its dark frames', async () => {
    const hit = (counts: number, pixel: number) => noise(2)(counts, pixel) + (pixel === 400 ? 3000 : 0)
    const dark = (_: number, pixel: number) => noise(9)(100, pixel)
    const path = write('measured.csv', {
      spectrum: noise(1),
      'frame 1': noise(1),
      'frame 2': hit,
      'frame 3': noise(3),
      'dark 1': dark,
    })
    const { measurements } = await judge('--in', path, '--saturation', '65535')
    expect(measurements).toHaveLength(1)
    expect(measurements[0]!.spikes).toEqual([{ frame: 1, pixel: 400, width: 1 }])
    expect(measurements[0]!.frames).toHaveLength(3)
  })

  it('takes files for one series where it is told so, and refuses other axes', async () => {
    const one = write('one.csv', { a: noise(1), b: noise(2) })
    const two = write('two-again.csv', { c: noise(3) })
    const { measurements } = await judge('--series', '--in', one, two)
    expect(measurements.map(({ frames }) => frames!.length)).toEqual([3])
    const other = join(folder, 'other.csv')
    writeFileSync(other, 'wavenumber,a\n600,1\n601,2\n602,1\n')
    const { code, stdout, stderr } = await runStokes('quality', '--json', '--in', one, '--dark', other)
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect((JSON.parse(stderr) as { error: { code: string } }).error.code).toBe('axis.mismatch')
  })

  it('says that there is nothing to judge', async () => {
    expect((await runStokes('quality', '--json')).code).toBe(2)
  })

  it('tries the gates on simulated patients', async () => {
    const { code, stdout } = await runStokes('quality', '--trial', '3', '--json')
    expect(code).toBe(0)
    const { troubles } = JSON.parse(stdout) as { troubles: { trouble: string; refused: number }[] }
    const refused = Object.fromEntries(troubles.map((one) => [one.trouble, one.refused]))
    expect(refused).toMatchObject({ saturation: 3, cosmicRays: 3, 'nothing under the objective': 3 })
    expect(refused.none).toBeLessThan(3)
  })
})

describe.skipIf(!sharedData('invivo-skin-785'))(`real skin (${NO_SHARED_DATA})`, () => {
  const skin = sharedData('invivo-skin-785', 'skin') ?? ''
  const files = () => readdirSync(skin).map((file) => join(skin, file))

  it('is good enough, frame by frame', async () => {
    const { pass, measurements } = await judge('--in', ...files())
    expect(measurements).toHaveLength(39)
    expect(pass).toBe(true)
  })

  it.each(['skin1', 'skin2', 'skin3-1', 'skin3-2'])('is good enough as the series %s', async (site) => {
    const series = files().filter((file) => file.includes(`/${site}_`))
    const { pass, measurements } = await judge('--series', '--saturation', '64524', '--in', ...series)
    expect(pass).toBe(true)
    expect(measurements[0]!.figures.find(({ gate }) => gate === 'replicates')!.value).toBeGreaterThan(0.98)
  })

  it('is refused where the accumulations are of two sites', async () => {
    const mixed = files().filter((file) => /skin2_|skin3-1_/.test(file))
    const { measurements } = await judge('--series', '--in', ...mixed)
    expect(gatesOf(measurements[0]!)).toContain('steadiness')
  })
})
