import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { despikeFrames } from '../../electron/analysis/frames/despikeFrames'
import { readSpectraFile } from '../../electron/devices/replay/readers/readSpectraFile'
import { NO_SHARED_DATA, sharedData } from '../support/sharedData'

/* Despiking of accumulations of real instruments; skipped where the shared data are not at hand. */

const raw = sharedData('raw-frames-785', 'ORAS_-_JSON')
const skin = sharedData('invivo-skin-785', 'skin')

/** Accumulations of one file of ORAS, of 1024 pixels each. */
function accumulations(folder: string, file: string): Float64Array[] {
  const { RawSpectra } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { RawSpectra: number[][] }
  return RawSpectra[0]!.map((_, k) => Float64Array.from(RawSpectra, (pixel) => pixel[k]!))
}

describe.skipIf(raw === null)(`raw frames (${NO_SHARED_DATA})`, () => {
  it.each([3, 5, 10, 20])('has the one cosmic ray in %i accumulations of muscle that bleaches', (n) => {
    const frames = accumulations(raw!, 'bacon_muscle_-_with_cosmic_ray.json')
    const from = Math.min(12, 20 - n)
    const { clean, spikes } = despikeFrames(frames.slice(from, from + n))
    expect(spikes).toEqual([{ frame: 13 - from, pixel: 546, width: 4 }])
    const left = clean[13 - from]!.map((counts, i) => counts - frames[12]![i]!)
    expect(Math.max(...left.slice(546, 550).map(Math.abs))).toBeLessThan(800)
  })

  it.each(['bacon_muscle', 'bacon_fat', 'tylenol', 'NIST_SRM_2241'])('has none in %s', (name) => {
    const frames = accumulations(raw!, `${name}.json`)
    for (const n of [3, 5, 20]) expect(despikeFrames(frames.slice(0, n)).spikes).toEqual([])
  })

  it('has it in that frame alone, too', () => {
    const frames = accumulations(raw!, 'bacon_muscle_-_with_cosmic_ray.json')
    expect(despikeFrames([frames[13]!]).spikes).toEqual([{ frame: 0, pixel: 546, width: 4 }])
    for (const frame of frames.toSpliced(13, 1)) expect(despikeFrames([frame]).spikes).toEqual([])
  })
})

describe.skipIf(skin === null)(`skin that bleaches by 17 to 36 % (${NO_SHARED_DATA})`, () => {
  it.each(['skin1', 'skin2', 'skin3-1', 'skin3-2'])('has no false hit in %s', async (site) => {
    const files = readdirSync(skin!).filter((file) => file.startsWith(`${site}_`))
    const recorded = await Promise.all(files.sort().map((file) => readSpectraFile(join(skin!, file))))
    const { axis } = recorded[0]!
    const judged = (of: Float64Array) => of.filter((_, i) => axis[i]! > 400 && axis[i]! < 1900)
    const frames = recorded.map(({ spectra }) => judged(spectra[0]!.intensities))
    for (const n of [1, 2, 3, 5, frames.length]) expect(despikeFrames(frames.slice(0, n)).spikes).toEqual([])
  })
})
