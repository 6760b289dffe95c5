import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RawFrame } from '../../electron/contract/frame'
import type { Microscope } from '../../electron/devices/microscope'
import { readSpectraFile } from '../../electron/devices/replay/readers/readSpectraFile'
import { openReplay } from '../../electron/devices/replay/openReplay'
import { systemClock } from '../../electron/shared/clock'
import { AUTHORISATION, measureFrames, until } from '../support/measurements'
import { sharedData } from '../support/sharedData'

const recorded = sharedData()
const withRecorded = it.skipIf(recorded === null)

let folder: string
let replay: Microscope | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stokes-replay-'))
})
afterEach(async () => {
  await replay?.close()
  replay = undefined
  await rm(folder, { recursive: true })
})

const open = async (path: string): Promise<Microscope> => {
  replay = await openReplay({ path, clock: systemClock })
  return replay
}
const write = (name: string, content: string): Promise<void> => writeFile(join(folder, name), content)
const PLAN = { integrationTimeMs: 5, accumulations: 2 }
const firstCounts = (frames: RawFrame[]): number[] => frames.map(({ intensities }) => intensities[0]!)

describe('a recording', () => {
  beforeEach(async () => {
    await write('spot 10.txt', '#Exposition=30\n#Laser=785 nm\n601 40\n600 4\n')
    await write('spot 2.txt', '601 20\n600 2\n')
    await write('spot 1.txt', '601 10\n600 1\n')
    await write('notes.md', 'no spectrum')
  })

  it('says what it is', async () => {
    const { identity, limits, wavenumbers, state, samples } = await open(folder)
    expect(identity).toMatchObject({ origin: 'replayed', pixels: 2, saturationCounts: null, badPixels: [] })
    expect(limits).toMatchObject({ accumulations: { min: 1, max: 3 }, laserPowerMilliwatts: null })
    expect([...wavenumbers]).toEqual([600, 601])
    expect(state).toMatchObject({ connection: 'idle', readings: { laserEmitting: false } })
    expect(samples).toBeUndefined()
  })

  it('gives the next spectra to each measurement, in the order of their names', async () => {
    await open(folder)
    const first = await measureFrames(replay!, PLAN)
    expect(first.map(({ kind }) => kind)).toEqual(['sample', 'sample'])
    expect(first[0]!.frame).toMatchObject({
      sequence: 1,
      origin: 'replayed',
      laserPowerMilliwatts: null,
      integrationTimeMs: 5,
      droppedBefore: 0,
    })
    expect([...first[0]!.frame.intensities]).toEqual([1, 10])
    const second = await measureFrames(replay!, PLAN)
    expect(firstCounts([...first, ...second].map(({ frame }) => frame))).toEqual([1, 2, 4, 1])
    expect(second[0]!.frame.integrationTimeMs).toBe(30_000)
  })

  it('takes no spectrum for two', async () => {
    await open(folder)
    await expect(measureFrames(replay!, { ...PLAN, accumulations: 4 })).rejects.toMatchObject({
      code: 'device.outOfRange',
    })
  })

  it('is previewed at the pace of the integration time, again and again', async () => {
    await open(folder)
    const frames: RawFrame[] = []
    const begun = performance.now()
    await replay!.startPreview({ integrationTimeMs: 20, laser: null }, (frame) => frames.push(frame))
    expect(replay!.state).toMatchObject({
      connection: 'acquiring',
      preview: { laser: false, integrationTimeMs: 20 },
    })
    await until(() => frames.length >= 7)
    expect(performance.now() - begun).toBeGreaterThan(130)
    expect(firstCounts(frames.slice(0, 7))).toEqual([1, 2, 4, 1, 2, 4, 1])
    expect(await measureFrames(replay!, PLAN)).toHaveLength(2)
    expect(replay!.state).toMatchObject({ connection: 'idle', preview: null })
  })

  it('can be cancelled, stopped and closed', async () => {
    await open(folder)
    const slow = { integrationTimeMs: 10_000, accumulations: 1 }
    const cancel = new AbortController()
    const cancelled = measureFrames(replay!, slow, { signal: cancel.signal })
    await expect(measureFrames(replay!, PLAN)).rejects.toMatchObject({ code: 'acquisition.running' })
    cancel.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'acquisition.cancelled' })
    const stopped = measureFrames(replay!, slow)
    await Promise.all([
      expect(stopped).rejects.toMatchObject({ code: 'acquisition.cancelled' }),
      replay!.stopLaser(),
    ])
    await replay!.close()
    await replay!.close()
    await expect(measureFrames(replay!, PLAN)).rejects.toMatchObject({ code: 'device.wrongState' })
  })

  it('fails with a frame that cannot be recorded', async () => {
    await open(folder)
    const acquiring = replay!.acquire({
      plan: { integrationTimeMs: 5, accumulations: 3, darkFrames: 1, laserPowerMilliwatts: 0 },
      authorisation: AUTHORISATION,
      signal: new AbortController().signal,
      onFrame: () => Promise.reject(new Error('disk full')),
    })
    await expect(acquiring).rejects.toThrow('disk full')
  })

  it('does not mix axes: those of most spectra are replayed, the others are named', async () => {
    await write('spot 0.txt', '601.5 20\n600 2\n')
    const { limits, state, wavenumbers } = await open(folder)
    expect(limits.accumulations.max).toBe(3)
    expect([...wavenumbers]).toEqual([600, 601])
    expect(state).toMatchObject({ connection: 'idle', problem: { code: 'axis.mismatch' } })
    expect(state.problem?.message).toContain('spot 0.txt')
    await measureFrames(replay!, PLAN)
    expect(replay!.state.problem).toBeNull()
  })

  it('needs spectra', async () => {
    await expect(open(join(folder, 'none'))).rejects.toMatchObject({ code: 'file.notFound' })
    await expect(open(join(folder, 'notes.md'))).rejects.toMatchObject({ code: 'file.notASpectrum' })
    const empty = await mkdtemp(join(folder, 'empty-'))
    await expect(open(empty)).rejects.toMatchObject({ code: 'file.notASpectrum' })
  })
})

describe('spectra recorded from skin in vivo', () => {
  const invivo = join(recorded ?? '', 'invivo-skin-785')

  async function textFiles(): Promise<string[]> {
    const entries = await readdir(invivo, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && /\.(txt|csv)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
  }

  withRecorded('are read, every one; tables of something else are refused', async () => {
    const outcomes = new Map<string, number>()
    for (const file of await textFiles()) {
      const outcome = await readSpectraFile(file).then(
        ({ axis, spectra }) => {
          expect(spectra, file).toHaveLength(1)
          expect(axis.every((value, i) => i === 0 || value > axis[i - 1]!)).toBe(true)
          return `spectrum ${/\.[a-z]+$/.exec(file)![0]}`
        },
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'file.notASpectrum' })
          return `refused ${/\.[a-z]+$/.exec(file)![0]}`
        },
      )
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    expect([...outcomes.keys()].sort()).toEqual(['refused .csv', 'spectrum .txt'])
  })

  withRecorded('are replayed from a folder', async () => {
    const { limits, wavenumbers, state } = await open(join(invivo, 'pilot', 's1'))
    expect(limits.accumulations.max).toBeGreaterThan(40)
    // The standards of that day were measured with another grating position.
    expect(state.problem).toMatchObject({ code: 'axis.mismatch' })
    expect(wavenumbers).toHaveLength(1999)
    const measured = await measureFrames(replay!, { integrationTimeMs: 1, accumulations: 9 })
    // The laser line saturated this detector.
    const brightest = Math.max(...measured[0]!.frame.intensities)
    expect(brightest).toBeGreaterThan(60_000)
  })

  withRecorded('keep what LabSpec says of them', async () => {
    const examples = join(invivo, 'labspec_header_examples')
    const [thenar] = (await readdir(examples)).filter((name) => name.startsWith('thenar'))
    expect(await readSpectraFile(join(examples, thenar!))).toMatchObject({
      integrationTimeMs: 30_000,
      excitationNanometres: 785,
    })
  })
})
