import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Connection } from './connection'
import {
  addLesion,
  aFrame,
  anAnswer,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from './fixtures'

/* What the schema itself refuses, whoever writes past the repositories. */

let raw: Connection
let remove: () => void

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  const log = openTestLog(join(temporary.folder, 'cases.db'))
  const { lesionId, operatorId } = addLesion(log)
  const acquisitionId = startAcquisition(log, { lesionId, operatorId }).id
  const frames = [log.frames.append(acquisitionId, aFrame(1), 'sample')]
  log.results.add({ acquisitionId, frames, recipe: aRecipe, answer: anAnswer() })
  log.notes.add({ lesionId, operatorId, text: 'grows' })
  log.diagnoses.add({ lesionId, operatorId, label: 'benign', lesionClass: 'naevus', source: 'clinical' })
  log.close()
  raw = new Connection(log.path, { readOnly: false })
})
afterEach(() => {
  raw.close()
  remove()
})

const refused = expect.objectContaining({ code: 'internal.unexpected' }) as Error

describe('the record', () => {
  it.each(['axis', 'frame', 'recipe', 'result', 'resultFrame', 'diagnosis', 'note'])(
    'of the table %s is neither changed nor deleted',
    (table) => {
      const column = (raw.get(`SELECT name FROM pragma_table_info('${table}')`) as { name: string }).name
      const row = raw.get(`SELECT * FROM ${table}`) as Record<string, string>
      expect(() => raw.run(`UPDATE ${table} SET ${column} = ${column}`)).toThrow(refused)
      expect(() => raw.run(`DELETE FROM ${table}`)).toThrow(refused)
      const columns = Object.keys(row)
      expect(() =>
        raw.run(`REPLACE INTO ${table} (${columns.join(', ')}) VALUES (@${columns.join(', @')})`, row),
      ).toThrow(refused)
      expect(raw.get(`SELECT * FROM ${table}`)).toEqual(row)
    },
  )

  it('of an acquisition changes once, from running to its end', () => {
    expect(() => raw.run(`UPDATE acquisition SET plan = '{}'`)).toThrow(refused)
    expect(() => raw.run(`DELETE FROM acquisition`)).toThrow(refused)
    raw.run(`UPDATE acquisition SET status = 'complete', finishedAt = 'then'`)
    expect(() => raw.run(`UPDATE acquisition SET status = 'running', finishedAt = NULL`)).toThrow(refused)
  })
})

describe('an origin', () => {
  it.each(['lesion', 'acquisition', 'frame', 'result'])('of the table %s is never changed', (table) => {
    expect(() => raw.run(`UPDATE ${table} SET origin = 'instrument'`)).toThrow(refused)
  })

  it('of an acquisition is that of its lesion', () => {
    expect(() =>
      raw.run(`INSERT INTO acquisition
        SELECT NULL, 'other', lesionId, operatorId, 'instrument', json_set(device, '$.origin', 'instrument'), plan,
          axisEntry, softwareVersion, startedAt, status, finishedAt, problem, spot, visitId FROM acquisition`),
    ).toThrow(expect.objectContaining({ code: 'storage.notFound' }))
  })

  it('of an acquisition is that of its instrument', () => {
    expect(() =>
      raw.run(`INSERT INTO acquisition
        SELECT NULL, 'other', lesionId, operatorId, origin, json_set(device, '$.origin', 'instrument'), plan,
          axisEntry, softwareVersion, startedAt, status, finishedAt, problem, spot, visitId FROM acquisition`),
    ).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
  })

  it('of a frame is that of its acquisition', () => {
    expect(() =>
      raw.run(`INSERT INTO frame
        SELECT NULL, acquisitionId, kind, sequence + 1, deviceTimeMicroseconds, receivedAt, integrationTimeMs, laser,
          laserPowerMilliwatts, shutterOpen, detectorTemperatureCelsius, laserTemperatureCelsius, saturatedPixels,
          droppedBefore, 'replayed', dtype, intensities, sha256, squeezedFrom FROM frame`),
    ).toThrow(expect.objectContaining({ code: 'storage.notFound' }))
  })
})

describe('a model of simulated provenance', () => {
  it('never judges a lesion of another origin', () => {
    raw.execute(`
      INSERT INTO lesion (entry, id, patientId, bodySite, description, origin, createdAt, lastChangedAt)
        SELECT NULL, 'real', patientId, bodySite, description, 'instrument', createdAt, lastChangedAt FROM lesion;
      INSERT INTO acquisition
        SELECT NULL, 'real', 'real', operatorId, 'instrument', json_set(device, '$.origin', 'instrument'), plan,
          axisEntry, softwareVersion, startedAt, status, finishedAt, problem, spot, visitId FROM acquisition;`)
    const judge = (modelSimulated: 0 | 1) =>
      raw.run(
        `INSERT INTO result
           SELECT NULL, 'real', 'real', createdAt, 'instrument', demonstration, quality, probability, label, threshold,
             withheld, gridEntry, processed, saliency, saliencyResolution, bands, modelName, modelHash,
             ${modelSimulated}, recipeName, recipeHash, engine, softwareVersion, saliencyMethod, classes, computation FROM result`,
      )
    expect(() => judge(1)).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
    expect(judge(0)).toBe(1)
  })
})
