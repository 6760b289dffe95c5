import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewBooking } from '../../contract/exposure'
import { Connection } from '../connection'
import { addLesion, openTestLog, temporaryFolder } from '../fixtures'
import type { CaseLog } from '../openCaseLog'

let log: CaseLog
let path: string
let remove: () => void
let booking: NewBooking

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  path = join(temporary.folder, 'cases.db')
  log = openTestLog(path)
  const { lesionId, operatorId } = addLesion(log)
  booking = {
    lesionId,
    operatorId,
    serialNumber: 'VM-1',
    kind: 'preview',
    wavelengthNanometres: 785,
    powerMilliwatts: 25,
    powerSource: 'instrument',
    spotMicrometres: null,
    boundMs: 10_000,
  }
})
afterEach(() => {
  log.close()
  remove()
})

const LIGHT = { startedAt: '2026-01-01T00:10:00.000Z', durationMs: 1500, powerMilliwatts: 25.4 }
const since = (after: string) => log.exposures.ofLesion(booking.lesionId, after)

function bookings(): { bookedAt: string }[] {
  const raw = new Connection(path, { readOnly: true })
  const rows = raw.all('SELECT bookedAt FROM exposureBooking') as { bookedAt: string }[]
  raw.close()
  return rows
}

describe('an exposure', () => {
  it('is what came of its booking', () => {
    const bookingId = log.exposures.book(booking)
    expect(since('2026-01-01')).toEqual([])
    log.exposures.record({ bookingId, ...LIGHT })
    const { boundMs: _, ...kept } = booking
    expect(since('2026-01-01')).toEqual([{ ...kept, id: bookingId, ...LIGHT }])
    expect(since('2026-01-01T00:10:01.400Z')).toHaveLength(1)
    expect(since('2026-01-01T00:10:01.600Z')).toEqual([])
  })

  it('is written once, and one that never fired counts nothing', () => {
    const bookingId = log.exposures.book(booking)
    log.exposures.record({ bookingId, ...LIGHT, durationMs: 0 })
    expect(since('2026-01-01')).toEqual([])
    expect(() => {
      log.exposures.record({ bookingId, ...LIGHT })
    }).toThrow(expect.objectContaining({ code: 'storage.duplicate' }))
  })

  it('of a program that died is taken for the whole of its booking, up to when the case log is opened again', () => {
    log.exposures.book(booking)
    log.close()
    const late = '2026-01-01T01:00:00.000Z'
    log = openTestLog(path, { clock: { timestamp: () => late, monotonicMs: () => 0 } })
    expect(log.unwrittenExposures).toHaveLength(1)
    expect(since('2026-01-01')).toMatchObject([
      { startedAt: '2026-01-01T00:59:50.000Z', durationMs: 10_000, powerMilliwatts: 25 },
    ])
    log.close()
    log = openTestLog(path)
    expect(log.unwrittenExposures).toEqual([])
  })

  it('of a program that died is not taken to have begun before it was booked', () => {
    log.exposures.book(booking)
    const { bookedAt } = bookings()[0]!
    log.close()
    const soon = new Date(Date.parse(bookedAt) + 3000).toISOString()
    log = openTestLog(path, { clock: { timestamp: () => soon, monotonicMs: () => 0 } })
    expect(since('2026-01-01')).toMatchObject([{ startedAt: bookedAt, durationMs: 3000 }])
  })
})

describe('the rules of a site', () => {
  it('are the newest ones', () => {
    const { operatorId } = booking
    expect(log.laserRules.policy()).toBeNull()
    log.laserRules.setPolicy(operatorId, { fraction: 0.5, joulesPerSquareCentimetre: null })
    const policy = { fraction: 0.8, joulesPerSquareCentimetre: 2 }
    log.laserRules.setPolicy(operatorId, policy)
    expect(log.laserRules.policy()).toEqual(policy)
  })

  it('take the newest reading of an instrument, by when it was taken', () => {
    const reading = {
      operatorId: booking.operatorId,
      serialNumber: 'VM-1',
      measuredAt: '2026-02-02T00:00:00.000Z',
      commandedMilliwatts: 25,
      measuredMilliwatts: 21,
      spotMicrometres: 80,
    }
    const newest = log.laserRules.addPowerReading(reading)
    log.laserRules.addPowerReading({ ...reading, measuredAt: '2026-02-01T00:00:00.000Z' })
    expect(log.laserRules.powerReading('VM-1')).toEqual(newest)
    expect(log.laserRules.powerReading('VM-2')).toBeNull()
  })
})

it.each(['exposureBooking', 'exposure', 'dosePolicy', 'powerReading'])(
  'neither changes nor deletes a stored %s',
  (table) => {
    const bookingId = log.exposures.book(booking)
    log.exposures.record({ bookingId, ...LIGHT })
    const { operatorId } = booking
    log.laserRules.setPolicy(operatorId, { fraction: 0.5, joulesPerSquareCentimetre: null })
    log.laserRules.addPowerReading({
      operatorId,
      serialNumber: 'VM-1',
      measuredAt: '2026-02-02T00:00:00.000Z',
      commandedMilliwatts: 25,
      measuredMilliwatts: 21,
      spotMicrometres: null,
    })
    log.close()
    const raw = new Connection(path, { readOnly: false })
    const column = (raw.get(`SELECT name FROM pragma_table_info('${table}')`) as { name: string }).name
    const refused = expect.objectContaining({ code: 'internal.unexpected' }) as Error
    expect(() => raw.run(`UPDATE ${table} SET ${column} = ${column}`)).toThrow(refused)
    expect(() => raw.run(`DELETE FROM ${table}`)).toThrow(refused)
    raw.close()
    log = openTestLog(path)
  },
)
