import { beforeAll, describe, expect, it } from 'vitest'
import { recordedFrame } from '../../electron/analysis/frames/measuredFrame'
import { Analysis } from '../../electron/instrument/services/analysis'
import { openServingModel } from '../../electron/instrument/services/servingModel'
import { skinFrames } from '../support/skinFrames'

let analysis: Analysis
beforeAll(async () => {
  analysis = new Analysis(await openServingModel({ engine: 'onnx-cpu' }), 'test')
})

describe('answerAll', () => {
  it('says of each what it says of it alone', async () => {
    const many = Array.from({ length: 70 }, (_, seed) => skinFrames(seed))
    // Another axis, a spectrum with a hole, an axis that the recipe does not reach, and the first axis again.
    const flawed = skinFrames(3)
    flawed.frames[0]!.intensities[400] = NaN
    const short = skinFrames(4)
    const half = {
      ...short,
      wavenumbers: short.wavenumbers.slice(500),
      frames: [recordedFrame(short.frames[0]!.intensities.slice(500))],
    }
    const measured = [...many.slice(0, 66), skinFrames(5, 2048), half, ...many.slice(66)]
    const together = await analysis.answerAll(measured, { bands: false })
    expect(together).toHaveLength(measured.length)
    for (const index of [0, 1, 63, 64, 65, 66, 67, 68, 71]) {
      const { answer: alone } = await analysis.answer(measured[index]!)
      const { answer } = together[index]!
      expect(answer.withheld).toBe(alone.withheld)
      expect(answer.label).toBe(alone.label)
      expect(answer.quality).toEqual(alone.quality)
      expect(answer.processed).toEqual(alone.processed)
      if (alone.probability === null) expect(answer.probability).toBeNull()
      else expect(Math.abs(answer.probability! - alone.probability)).toBeLessThan(1e-6)
      alone.saliency?.forEach((value, i) => {
        expect(Math.abs(answer.saliency![i]! - value)).toBeLessThan(1e-5)
      })
    }
    const refused = together[67]!.answer
    expect(refused).toMatchObject({ withheld: 'quality', processed: null, probability: null })
    expect(refused.quality.reasons.map(({ gate }) => gate)).toContain('recipe')
    expect(together.filter(({ answer }) => answer.probability !== null).length).toBeGreaterThan(65)
    await expect(analysis.answerAll([flawed])).rejects.toMatchObject({ code: 'spectrum.notFinite' })
  })

  it('gives bands as one at a time does', async () => {
    const measured = [0, 1, 2].map((seed) => skinFrames(seed))
    const together = await analysis.answerAll(measured)
    for (const [index, one] of measured.entries()) {
      const { answer } = await analysis.answer(one)
      const { bands } = together[index]!.answer
      expect(bands.map(({ candidates }) => candidates)).toEqual(
        answer.bands.map(({ candidates }) => candidates),
      )
      bands.forEach(({ occlusionDrop }, i) => {
        expect(occlusionDrop).toBeCloseTo(answer.bands[i]!.occlusionDrop, 5)
      })
    }
  })

  it('tells how far it is, and can be ended', async () => {
    const measured = Array.from({ length: 130 }, (_, seed) => skinFrames(seed))
    const told: number[] = []
    await analysis.answerAll(measured, { bands: false, onProgress: (done) => told.push(done) })
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBe(130)

    const stop = new AbortController()
    const ending = analysis.answerAll(measured, {
      bands: false,
      signal: stop.signal,
      onProgress: () => {
        stop.abort()
      },
    })
    await expect(ending).rejects.toMatchObject({ name: 'AbortError' })
    const [again] = await analysis.answerAll(measured.slice(0, 1))
    expect(again!.answer.probability).not.toBeNull()
  })

  it('answers nothing with nothing', async () => {
    expect(await analysis.answerAll([])).toEqual([])
  })
})
