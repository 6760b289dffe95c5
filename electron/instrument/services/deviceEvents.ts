import type { DeviceLogEntry, DeviceState } from '../../contract/device'

type Event = Omit<DeviceLogEntry, 'at'>

/** A temperature is told again when it has changed by so much, kelvin. */
const TOLD_KELVIN = 1

/** What a change of the state of an instrument is for its maker; `told` is the state that was told of last. */
export function deviceEvents(told: DeviceState, now: DeviceState): Event[] {
  return [...connectionEvents(told, now), ...readingEvents(told, now)]
}

function connectionEvents(told: DeviceState, now: DeviceState): Event[] {
  const events: Event[] = []
  const { identity, device, connection, problem, awaited } = now
  if (connection !== told.connection) {
    const where = connection === 'connecting' && device ? ` ${device.path}` : ''
    events.push({ kind: 'connection', text: `${told.connection} -> ${connection}${where}` })
  }
  if (identity && identity.serialNumber !== told.identity?.serialNumber) {
    const { maker, model, serialNumber, firmware } = identity
    events.push({
      kind: 'connection',
      text: `${maker} ${model}, serial ${serialNumber}, firmware ${firmware}`,
    })
  }
  if (awaited !== told.awaited && awaited !== null)
    events.push({ kind: 'connection', text: `lost; ${awaited} is waited for` })
  if (problem && problem.message !== told.problem?.message)
    events.push({ kind: 'problem', text: `${problem.code}: ${problem.message}` })
  const preview = now.preview
  if (preview && !told.preview) {
    const laser = preview.laser ? 'laser on' : 'laser off'
    events.push({ kind: 'connection', text: `live view, ${preview.integrationTimeMs} ms, ${laser}` })
  }
  return events
}

function readingEvents({ readings: told, laser: before }: DeviceState, now: DeviceState): Event[] {
  const { readings, laser } = now
  const events: Event[] = []
  if (laser && laser.state !== before?.state)
    events.push({ kind: 'laser', text: `${before?.state ?? 'unknown'} -> ${laser.state}` })
  if (!readings) return events
  if (readings.interlockClosed !== told?.interlockClosed)
    events.push({ kind: 'interlock', text: readings.interlockClosed ? 'closed' : 'open' })
  if (readings.shutterOpen !== told?.shutterOpen)
    events.push({ kind: 'shutter', text: readings.shutterOpen ? 'open' : 'closed' })
  if (readings.watchdogTrips !== (told?.watchdogTrips ?? 0))
    events.push({ kind: 'watchdog', text: `${readings.watchdogTrips} trips since power-up` })
  for (const [name, key] of temperatures) {
    const [was, is] = [told?.[key] ?? null, readings[key]]
    if (is !== null && (was === null || Math.abs(is - was) >= TOLD_KELVIN))
      events.push({ kind: 'temperature', text: `${name} ${is.toFixed(1)} C` })
  }
  return events
}

const temperatures = [
  ['detector', 'detectorTemperatureCelsius'],
  ['laser', 'laserTemperatureCelsius'],
] as const
