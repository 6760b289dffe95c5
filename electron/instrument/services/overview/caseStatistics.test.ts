import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LesionLabel } from '../../../contract/answer'
import { NO_FILTERS, type LesionClass } from '../../../contract/cases'
import {
  caseStatisticsSchema,
  comparisonOfCasesSchema,
  type CaseStatistics,
} from '../../../contract/overview'
import {
  aDevice,
  addLesion,
  anAnswer,
  anAxis,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from '../../../storage/fixtures'
import type { CaseLog } from '../../../storage/openCaseLog'
import { agreementOf, caseStatistics } from './caseStatistics'
import { compareSpectra } from './compareSpectra'

const all = { search: '', filters: NO_FILTERS }
const toTheEnd = () => true
const compare = (key: string | null) => compareSpectra(log, log.caseOverview.entriesOf(all), key, toTheEnd)
let log: CaseLog
let remove: () => void
beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(join(temporary.folder, 'cases.db'))
})
afterEach(() => {
  log.close()
  remove()
})

interface Given {
  said?: LesionLabel
  found?: LesionLabel
  lesionClass?: LesionClass
  source?: 'clinical' | 'histopathology'
  processed?: number[]
  recipeHash?: string
  model?: string
}

let added = 0
function addCase({
  said = 'malignant',
  found,
  lesionClass = 'melanoma',
  source = 'histopathology',
  processed = [1, 2, 3],
  recipeHash = 'recipe-hash',
  model = 'model-hash',
}: Given) {
  const own = addLesion(log, { pseudonym: `P-${++added}` })
  const { id } = startAcquisition(log, own)
  const answer = anAnswer({
    ...{ label: said, processed, recipe: { name: 'paper', hash: recipeHash } },
    model: { name: 'paper-cnn', hash: model, simulated: true },
  })
  log.results.add({ acquisitionId: id, frames: [], recipe: aRecipe, answer })
  const { lesionId, operatorId } = own
  if (found) log.diagnoses.add({ lesionId, operatorId, label: found, lesionClass, source })
}

describe('statistics of cases', () => {
  it('hold predictions against histopathology alone, with the intervals of Wilson', async () => {
    addCase({ said: 'malignant', found: 'malignant' })
    addCase({ said: 'benign', found: 'malignant' })
    addCase({ said: 'benign', found: 'benign', lesionClass: 'naevus' })
    addCase({ said: 'malignant', found: 'benign', lesionClass: 'naevus', source: 'clinical' })
    addCase({})
    const found = (await caseStatistics(log, all, toTheEnd))!
    expect(found.map((each) => caseStatisticsSchema.parse(each))).toEqual(found)
    const [simulated, ...others] = found
    expect(others).toEqual([])
    expect(simulated).toMatchObject({
      origin: 'simulated',
      cases: 5,
      weeks: [{ from: '2025-12-29', measurements: 5, cases: 5 }],
      models: [
        {
          name: 'paper-cnn',
          hash: 'model-hash',
          cases: 3,
          overall: { truePositive: 1, falseNegative: 1, trueNegative: 1, falsePositive: 0 },
          overTime: [{ group: '2026-01' }],
          bySite: [{ group: 'arm' }],
          bySkinType: [{ group: '2' }],
        },
      ],
    })
    expect(simulated!.models[0]!.overall.agreement!.share).toBeCloseTo(2 / 3)
  })

  it('never mix origins', async () => {
    addCase({ found: 'malignant' })
    const { lesionId, operatorId } = addLesion(log, { pseudonym: 'real', origin: 'instrument' })
    log.acquisitions.start({
      lesionId,
      operatorId,
      device: aDevice({ origin: 'instrument' }),
      plan: { integrationTimeMs: 100, accumulations: 1, darkFrames: 0, laserPowerMilliwatts: 20 },
      wavenumbers: anAxis(),
    })
    const found = (await caseStatistics(log, all, toTheEnd))!
    expect(found.map(({ origin, cases }) => [origin, cases])).toEqual([
      ['instrument', 1],
      ['simulated', 1],
    ])
    expect(found[0]!.models).toEqual([])
  })

  it('never mix models: each has its own agreement, the one with the most cases first', async () => {
    addCase({ said: 'benign', found: 'malignant', model: 'older' })
    addCase({ said: 'malignant', found: 'malignant' })
    addCase({ said: 'malignant', found: 'malignant' })
    const [{ models }] = (await caseStatistics(log, all, toTheEnd)) as [CaseStatistics]
    expect(models.map(({ hash, cases, overall }) => [hash, cases, overall.agreement!.share])).toEqual([
      ['model-hash', 2, 1],
      ['older', 1, 0],
    ])
  })

  it('end when nobody waits for them any more, and say how far they are', async () => {
    addCase({ found: 'malignant' })
    const told: [number, number][] = []
    const once = (done: number, of: number) => told.push([done, of]) > 1
    expect(await caseStatistics(log, all, once)).toBeNull()
    expect(told).toEqual([[0, 1]])
    expect(await compareSpectra(log, log.caseOverview.entriesOf(all), null, once)).not.toBeNull()
    expect(told.slice(1)).toEqual([
      [0, 1],
      [1, 1],
    ])
  })

  it('give the interval of Wilson for 8 of 10: 0.490 to 0.943', () => {
    const { agreement, sensitivity, specificity } = agreementOf('all', [
      { found: 'malignant', said: 'malignant', count: 8 },
      { found: 'malignant', said: 'benign', count: 2 },
    ])
    expect(agreement!.interval[0]).toBeCloseTo(0.4902, 4)
    expect(agreement!.interval[1]).toBeCloseTo(0.9433, 4)
    expect(sensitivity).toEqual(agreement)
    expect(specificity).toBeNull()
  })

  it('are of the cases that were chosen', async () => {
    addCase({ found: 'malignant' })
    expect(await caseStatistics(log, { search: 'nobody', filters: NO_FILTERS }, toTheEnd)).toEqual([])
  })
})

describe('comparison of spectra', () => {
  it('gives mean and standard deviation of each class', async () => {
    addCase({ found: 'malignant', processed: [1, 2, 3] })
    addCase({ found: 'malignant', processed: [3, 2, 7] })
    addCase({ found: 'benign', lesionClass: 'naevus', processed: [5, 5, 5] })
    addCase({ processed: [0, 0, 0] })
    const found = (await compare(null))!
    expect(comparisonOfCasesSchema.parse(found)).toEqual(found)
    expect(found.grid).toEqual([600, 601.1, 602.2])
    const byName = new Map(found.classes.map((each) => [each.name, each]))
    expect([...byName.keys()].sort()).toEqual(['melanoma', 'naevus', 'none'])
    expect(byName.get('melanoma')).toMatchObject({ spectra: 2, mean: [2, 2, 5] })
    const [first, second, third] = byName.get('melanoma')!.sd!
    expect([first, second, third]).toEqual([Math.SQRT2, 0, Math.sqrt(8)])
    expect(byName.get('naevus')).toMatchObject({ spectra: 1, sd: null })
    expect(byName.get('melanoma')!.examples).toHaveLength(2)
  })

  it('never mixes recipes: the other one is to be asked for', async () => {
    addCase({ processed: [1, 1, 1] })
    addCase({ processed: [1, 1, 1] })
    addCase({ processed: [9, 9, 9], recipeHash: 'other' })
    const { comparable, shown, classes } = (await compare(null))!
    expect(comparable.map(({ recipeHash, cases }) => [recipeHash, cases])).toEqual([
      ['recipe-hash', 2],
      ['other', 1],
    ])
    expect(shown).toEqual(comparable[0])
    expect(classes[0]).toMatchObject({ spectra: 2, mean: [1, 1, 1] })
    const other = (await compare(comparable[1]!.key))!
    expect(other.classes[0]).toMatchObject({ spectra: 1, mean: [9, 9, 9] })
    await expect(compare('none such')).rejects.toMatchObject({ code: 'usage.invalid' })
  })

  it('says where there is nothing', async () => {
    expect(await compare(null)).toEqual({ comparable: [], shown: null, grid: [], classes: [] })
  })
})
