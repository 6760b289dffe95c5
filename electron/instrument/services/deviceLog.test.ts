import { expect, it } from 'vitest'
import type { DeviceState } from '../../contract/device'
import { disconnected } from '../../contract/disconnected'
import { systemClock } from '../../shared/clock'
import { Changes } from './changes'
import { DeviceLog } from './deviceLog'

const readings = {
  ...{ laserEmitting: false, laserArmed: false, interlockClosed: true, shutterOpen: false, watchdogTrips: 0 },
  ...{ detectorTemperatureCelsius: -60, laserTemperatureCelsius: 25 },
}
const idle: DeviceState = { ...disconnected, connection: 'idle', readings }
const withReadings = (changes: Partial<typeof readings>): DeviceState => ({
  ...idle,
  readings: { ...readings, ...changes },
})

function logOf(states: readonly DeviceState[], capacity = 100) {
  const state = new Changes<DeviceState>(disconnected)
  const log = new DeviceLog({ state, clock: systemClock, capacity })
  for (const next of states) state.set(next)
  return log.entries.map(({ kind, text }) => `${kind} ${text}`)
}

it('tells what changed, and nothing where nothing did', () => {
  const first = logOf([idle])
  expect(first).toContain('connection disconnected -> idle')
  expect(logOf([idle, idle, idle])).toEqual(first)
  expect(logOf([idle, withReadings({ interlockClosed: false })]).at(-1)).toBe('interlock open')
})

it('tells a detector that warms slowly once a kelvin', () => {
  const warming = Array.from({ length: 21 }, (_, i) =>
    withReadings({ detectorTemperatureCelsius: -60 + i / 10 }),
  )
  const told = logOf([idle, ...warming]).filter((line) => line.startsWith('temperature detector'))
  expect(told).toEqual([
    'temperature detector -60.0 C',
    'temperature detector -59.0 C',
    'temperature detector -58.0 C',
  ])
})

it('keeps the newest of as many as it may', () => {
  const states = [withReadings({ shutterOpen: true }), idle, withReadings({ shutterOpen: true })]
  expect(logOf([idle, ...states], 2)).toEqual(['shutter closed', 'shutter open'])
})
