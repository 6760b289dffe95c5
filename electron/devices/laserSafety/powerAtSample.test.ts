import { expect, it } from 'vitest'
import type { PowerReading } from '../../contract/exposure'
import { powerAtSample, requirePowerReading } from './powerAtSample'

const READING: PowerReading = {
  id: 'r',
  operatorId: 'o',
  serialNumber: 's',
  createdAt: '2026-03-01T00:00:00.000Z',
  measuredAt: '2026-03-01T00:00:00.000Z',
  commandedMilliwatts: 40,
  measuredMilliwatts: 30,
  spotMicrometres: 120,
}

it('is what the instrument says, and said to be that, without a reading', () => {
  expect(powerAtSample(25, null, '2026-03-02T00:00:00.000Z')).toEqual({
    milliwatts: 25,
    source: 'instrument',
    ageDays: null,
    old: false,
    spotMicrometres: null,
  })
})

it('is corrected by what a meter read, as long as that is not old', () => {
  const power = powerAtSample(20, READING, '2026-03-11T00:00:00.000Z')
  expect(power).toEqual({ milliwatts: 15, source: 'meter', ageDays: 10, old: false, spotMicrometres: 120 })
  expect(powerAtSample(20, READING, '2026-04-02T00:00:00.000Z')).toMatchObject({ milliwatts: 15, old: true })
})

it('is said to be of an old reading where the clock went back', () => {
  expect(powerAtSample(20, READING, '2026-02-01T00:00:00.000Z').old).toBe(true)
})

it.each([
  ['of another unit', { measuredMilliwatts: 0.03 }],
  ['of more light than there is', { measuredMilliwatts: 61 }],
  ['of tomorrow', { measuredAt: '2026-03-03T00:00:00.000Z' }],
])('is not corrected by a reading %s', (_name, change) => {
  expect(() => requirePowerReading({ ...READING, ...change }, '2026-03-02T00:00:00.000Z')).toThrow(
    expect.objectContaining({ code: 'device.outOfRange' }),
  )
  expect(requirePowerReading(READING, '2026-03-02T00:00:00.000Z')).toBe(READING)
})
