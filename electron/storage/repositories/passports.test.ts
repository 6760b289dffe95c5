import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { passportSchema, passportSummarySchema } from '../../contract/passport'
import { Connection } from '../connection'
import { addLesion, aDevice, aFrame, anAxis, openTestLog, temporaryFolder } from '../fixtures'
import type { CaseLog } from '../openCaseLog'
import { addPassport, aStatus } from '../passportFixtures'

let log: CaseLog
let path: string
let remove: () => void

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  path = join(temporary.folder, 'cases.db')
  log = openTestLog(path)
})
afterEach(() => {
  log.close()
  remove()
})

const INSTRUMENT = { serialNumber: 'VM-1', origin: 'simulated' } as const
const reason = { code: 'wrongLamp', message: 'It is argon.', tip: 'Put neon there.' } as const
const refused = expect.objectContaining({ code: 'internal.unexpected' }) as Error
const plan = { integrationTimeMs: 100, accumulations: 3, darkFrames: 2, laserPowerMilliwatts: 20 }

function measure(passportId: string | null, device = aDevice()) {
  const { lesionId, operatorId } = addLesion(log, { pseudonym: `of ${device.serialNumber}` })
  const calibration = aStatus({ passportId })
  return log.acquisitions.start({ lesionId, operatorId, device, plan, wavenumbers: anAxis(), calibration })
}

describe('a passport', () => {
  it('is what was written, with who and when, and expires after its time', () => {
    const passport = addPassport(log)
    expect(passportSchema.parse(passport)).toEqual(passport)
    expect(passport).toMatchObject({
      serialNumber: INSTRUMENT.serialNumber,
      operatorName: 'Ada',
      verdict: 'pass',
      instrumentMs: 40_000,
    })
    expect(Date.parse(passport.expiresAt!) - Date.parse(passport.createdAt)).toBe(24 * 3_600_000)
    expect(log.passports.get(passport.id)).toEqual(passport)
    expect(log.passports.spectra(passport.id)).toEqual(new Map([['neon', Float64Array.of(0.1, 2, 1 / 3)]]))
  })

  it('that did not pass holds no time', () => {
    expect(addPassport(log, { verdict: 'refused', reasons: [reason] })).toMatchObject({
      expiresAt: null,
      reasons: [reason],
    })
  })

  it('is in force until the next that passes; one that fails is told beside it, one that was refused is neither', () => {
    const first = addPassport(log)
    const failed = addPassport(log, { verdict: 'fail', reasons: [reason], formerId: first.id })
    addPassport(log, { verdict: 'refused', reasons: [reason], formerId: first.id })
    expect(log.passports.standing(INSTRUMENT)).toMatchObject({
      inForce: { id: first.id },
      lastVerdict: { id: failed.id, verdict: 'fail' },
      otherInstrument: null,
    })
    const next = addPassport(log, { formerId: first.id })
    expect(log.passports.standing(INSTRUMENT)).toMatchObject({
      inForce: { id: next.id },
      lastVerdict: { id: next.id },
      lastMadeAt: next.createdAt,
    })
    const history = log.passports.history(INSTRUMENT)
    expect(history.map(({ verdict }) => verdict)).toEqual(['pass', 'refused', 'fail', 'pass'])
    expect(history.map((summary) => passportSummarySchema.parse(summary))).toEqual(history)
    expect(log.passports.figures(INSTRUMENT).map(({ figures }) => figures.laserNanometres)).toEqual(
      Array(4).fill(785.02),
    )
  })

  it('of another instrument is in force for that one alone', () => {
    addPassport(log)
    expect(log.passports.standing({ serialNumber: 'VM-2', origin: 'simulated' })).toEqual({
      inForce: null,
      lastVerdict: null,
      lastMadeAt: null,
      otherInstrument: 'VM-1',
    })
    // The virtual microscope does not calibrate a real one.
    expect(log.passports.standing({ serialNumber: 'R-1', origin: 'instrument' }).otherInstrument).toBeNull()
  })

  it('is held against one of its own instrument that passed', () => {
    const other = addPassport(log, { device: aDevice({ serialNumber: 'VM-2' }) })
    const failed = addPassport(log, { verdict: 'fail' })
    expect(() => addPassport(log, { formerId: other.id })).toThrow(refused)
    expect(() => addPassport(log, { formerId: failed.id })).toThrow(refused)
  })
})

describe('a measurement', () => {
  it('carries what was in force when it was taken', () => {
    const { id: passportId } = addPassport(log)
    const { id } = measure(passportId)
    addPassport(log)
    expect(log.passports.stampOf(id)).toEqual(aStatus({ passportId }))
  })

  it('without a passport says so, and one of before says nothing', () => {
    expect(log.passports.stampOf(measure(null).id)).toEqual(aStatus())
    expect(log.passports.stampOf('of before')).toBeNull()
  })

  it('carries no passport of another instrument, nor one that failed, and then is not begun', () => {
    const { id: passed } = addPassport(log)
    const { id: failed } = addPassport(log, { verdict: 'fail' })
    expect(() => measure(passed, aDevice({ serialNumber: 'VM-22' }))).toThrow(refused)
    expect(() => measure(failed)).toThrow(refused)
    expect(log.cases.list({ search: '', limit: 50, cursor: null }).rows[0]!.acquisitions).toBe(0)
  })

  it('is stamped before its first frame, once', () => {
    const { id } = measure(null)
    log.frames.append(id, aFrame(1), 'sample')
    expect(() => {
      log.passports.stamp(id, aStatus())
    }).toThrow(refused)
  })
})

it.each(['passport', 'passportSpectrum', 'calibrationStamp'])(
  'neither changes nor deletes a stored %s',
  (table) => {
    measure(addPassport(log).id)
    log.close()
    const raw = new Connection(path, { readOnly: false })
    const column = (raw.get(`SELECT name FROM pragma_table_info('${table}')`) as { name: string }).name
    const row = raw.get(`SELECT * FROM ${table}`)
    expect(() => raw.run(`UPDATE ${table} SET ${column} = ${column}`)).toThrow(refused)
    expect(() => raw.run(`DELETE FROM ${table}`)).toThrow(refused)
    expect(raw.get(`SELECT * FROM ${table}`)).toEqual(row)
    raw.close()
  },
)
