import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../contract/answer'
import { storedResultSchema } from '../../contract/cases'
import {
  addLesion,
  aFrame,
  anAnswer,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from '../fixtures'
import type { CaseLog } from '../openCaseLog'

let log: CaseLog
let remove: () => void
let acquisitionId: string
let frames: number[]

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(join(temporary.folder, 'cases.db'))
  const ids = addLesion(log)
  acquisitionId = startAcquisition(log, ids).id
  frames = [1, 2, 3].map((sequence) => log.frames.append(acquisitionId, aFrame(sequence), 'sample'))
})
afterEach(() => {
  log.close()
  remove()
})

describe('results', () => {
  it('give the whole answer back, to the bit', () => {
    const answer = anAnswer()
    const result = log.results.add({ acquisitionId, frames, recipe: aRecipe, answer })
    expect(storedResultSchema.parse(result)).toEqual(result)
    expect(log.results.newestOfAcquisition(acquisitionId)).toEqual({ ...result, answer })
  })

  it('keep what was said of each of several classes, and refuse it where the answer is withheld', () => {
    const classes = [
      { name: 'benign', malignant: false, probability: 0.5 },
      { name: 'dysplastic', malignant: false, probability: 0.2 },
      { name: 'malignant', malignant: true, probability: 0.1 + 0.2 },
    ]
    const add = (answer: Answer) => log.results.add({ acquisitionId, frames, recipe: aRecipe, answer })
    add(anAnswer({ classes }))
    expect(log.results.newestOfAcquisition(acquisitionId)?.answer).toEqual(anAnswer({ classes }))
    const withheld = { probability: null, label: null, withheld: 'quality' } as const
    expect(() => add(anAnswer({ ...withheld, classes }))).toThrow(/CHECK/)
  })

  it('give an answer back that was withheld', () => {
    const answer = anAnswer({
      demonstration: true,
      probability: null,
      label: null,
      withheld: 'demonstration',
      processed: null,
      saliency: null,
      bands: [],
    })
    log.results.add({ acquisitionId, frames, recipe: aRecipe, answer })
    expect(log.results.newestOfAcquisition(acquisitionId)?.answer).toEqual(answer)
  })

  it('keep which pixels of which frame a cosmic ray hit', () => {
    const { quality } = anAnswer()
    const spikes = [{ frame: 1, pixel: 546, width: 4 }]
    log.results.add({
      acquisitionId,
      frames,
      recipe: aRecipe,
      answer: anAnswer({ quality: { ...quality, spikes } }),
    })
    expect(log.results.newestOfAcquisition(acquisitionId)?.answer.quality.spikes).toEqual(spikes)
  })

  it('are linked to their frames and their recipe', () => {
    const { id } = log.results.add({
      acquisitionId,
      frames: frames.slice(1),
      recipe: aRecipe,
      answer: anAnswer(),
    })
    expect(log.results.provenance(id)).toEqual({ recipe: aRecipe, frames: frames.slice(1) })
    expect(() => log.results.provenance('none')).toThrow(
      expect.objectContaining({ code: 'storage.notFound' }),
    )
  })

  it('are computed again beside the earlier ones, and the newest is shown', () => {
    log.results.add({ acquisitionId, frames, recipe: aRecipe, answer: anAnswer() })
    const second = log.results.add({
      acquisitionId,
      frames,
      recipe: aRecipe,
      answer: anAnswer({ probability: 0.1, label: 'benign' }),
    })
    expect(log.results.newestOfAcquisition(acquisitionId)).toEqual(second)
    expect(log.results.shortOfAcquisition(acquisitionId)).toEqual({
      probability: 0.1,
      label: 'benign',
      threshold: 0.25,
      withheld: null,
      demonstration: false,
    })
  })

  it('use frames of their acquisition alone, and leave nothing where they do not', () => {
    expect(() =>
      log.results.add({ acquisitionId, frames: [...frames, 999], recipe: aRecipe, answer: anAnswer() }),
    ).toThrow(expect.objectContaining({ code: 'storage.notFound' }))
    expect(log.results.newestOfAcquisition(acquisitionId)).toBeNull()
  })

  it('have the origin of their acquisition', () => {
    const answer = anAnswer({ origin: 'replayed' })
    expect(() => log.results.add({ acquisitionId, frames, recipe: aRecipe, answer })).toThrow(
      expect.objectContaining({ code: 'acquisition.originMismatch' }),
    )
  })

  it.each([
    ['a probability without a label', { label: null }],
    ['a probability that is withheld', { withheld: 'quality' as const }],
    ['a probability in a demonstration', { demonstration: true }],
    ['a probability above 1', { probability: 1.01 }],
    ['no probability and no reason', { probability: null, label: null }],
  ])('are refused with %s', (_, wrong) => {
    expect(() =>
      log.results.add({ acquisitionId, frames, recipe: aRecipe, answer: anAnswer(wrong) }),
    ).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
  })
})
