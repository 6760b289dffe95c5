import { describe, expect, test } from 'vitest'
import { cnn5, mapLength } from '../architectures/convolutionalNetwork'
import type { InferenceEngine } from '../inference/inferenceEngine'
import { cellsOf } from './mapCells'
import type { Direction } from './saliencyGrid'
import { confirmBands, mapBands } from './salientBands'

const grid = Float64Array.from({ length: 1200 }, (_, i) => 600 + i)
const at = (wavenumber: number) => wavenumber - 600
const cellOf = (wavenumber: number) => Math.floor(at(wavenumber) / 16)

/** Bands at 1003 and 1445 cm-1. */
const spectrum = Float32Array.from(
  grid,
  (wavenumber) =>
    Math.exp(-(((wavenumber - 1003) / 5) ** 2) / 2) + Math.exp(-(((wavenumber - 1445) / 9) ** 2) / 2),
)
/** A model that looks at the band at 1003 cm-1 alone. */
const engine: InferenceEngine = {
  name: 'tfjs-cpu',
  run: (spectra, count) => {
    const logit = Float32Array.from({ length: count }, (_, i) => spectra[1200 * i + at(1003)]!)
    return Promise.resolve({
      probability: logit,
      logit,
      classes: new Float32Array(),
      cam: new Float32Array(0),
    })
  },
  dispose: () => Promise.resolve(),
}

const cells = cellsOf(cnn5)
const salientBands = (map: Float64Array, direction: Direction) =>
  confirmBands({ engine, grid, spectrum, direction }, mapBands({ cells, grid, map }))

describe('the bands of a map, confirmed', () => {
  test('gives candidates to the band that the answer depends on, and none to one that only lights up', async () => {
    const map = new Float64Array(mapLength(cnn5))
    map[cellOf(1003)] = 0.6
    map[cellOf(1445)] = 1
    const bands = await salientBands(map, 1)
    expect(bands).toHaveLength(2)
    const [unconfirmed, confirmed] = bands
    expect(unconfirmed).toMatchObject({
      score: 1,
      candidates: [],
      from: 1431.5,
      to: 1447.5,
      wavenumber: 1439.5,
    })
    expect(unconfirmed!.occlusionDrop).toBeCloseTo(0, 6)
    expect(confirmed).toMatchObject({ score: 0.6, from: 999.5, to: 1015.5 })
    // The line from 0.726 at 999 cm-1 to 0.034 at 1016 cm-1 leaves 0.563 of the 1 at 1003 cm-1.
    expect(confirmed!.occlusionDrop).toBeCloseTo(0.437, 3)
    expect(confirmed!.candidates.map(({ molecule }) => molecule)).toEqual([
      'phenylalanine (ring breathing) of keratin, elastin, albumin',
    ])
  })

  test('confirms nothing for the class that the band speaks against', async () => {
    const map = new Float64Array(mapLength(cnn5))
    map[cellOf(1003)] = 1
    const [band] = await salientBands(map, -1)
    expect(band!.occlusionDrop).toBeLessThan(0)
    expect(band!.candidates).toEqual([])
  })

  test('has at most ten, the highest ones, none narrower than a cell of the map', async () => {
    const map = Float64Array.from({ length: mapLength(cnn5) }, (_, cell) =>
      cell % 5 === 2 ? 1 - cell / 200 : 0,
    )
    const bands = await salientBands(map, 1)
    expect(bands.map(({ score }) => score)).toEqual(
      Array.from({ length: 10 }, (_, peak) => 1 - (5 * peak + 2) / 200),
    )
    for (const { from, to } of bands) expect(to - from).toBeGreaterThanOrEqual(16)
  })

  test('has no bands where the map is empty', async () => {
    const map = new Float64Array(mapLength(cnn5))
    expect(await salientBands(map, 1)).toEqual([])
  })
})
