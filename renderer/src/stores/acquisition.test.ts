import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AcquisitionEvent, AcquisitionPlan } from '../../../electron/contract/acquisition'
import type { Answer, JudgedAnswer } from '../../../electron/contract/answer'
import type { DeviceState } from '../../../electron/contract/device'
import { disconnected } from '../../../electron/contract/disconnected'

/** What another process tells, as it comes. */
function stream<Value>() {
  const waiting: Value[] = []
  let wake: () => void = () => undefined
  let ended = false
  return {
    tell: (...values: Value[]) => {
      waiting.push(...values)
      wake()
    },
    end: () => {
      ended = true
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        yield* waiting.splice(0)
        if (ended) return
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}

const connected = vi.hoisted((): ((ended: AbortSignal) => void)[] => [])
const instrument = vi.hoisted(() => ({
  acquisition: { start: vi.fn() },
  cases: { list: vi.fn(() => Promise.reject(new Error('Nobody is there.'))) },
  device: {
    watch: vi.fn(),
    state: vi.fn(),
    list: () => Promise.resolve([]),
    watchList: () => Promise.resolve([]),
  },
  system: { status: () => new Promise(() => undefined), problems: () => Promise.resolve([]) },
}))
vi.mock('../bridge/instrument', () => ({
  instrument,
  onInstrument: (use: (ended: AbortSignal) => void) => connected.push(use),
}))

const PLAN: AcquisitionPlan = {
  integrationTimeMs: 100,
  accumulations: 5,
  darkFrames: 1,
  laserPowerMilliwatts: 25,
}
const AUTHORISATION = { operatorId: 'o', lesionId: 'l', eyewearConfirmed: true }
const laserIs = (state: 'firing' | 'disarmed'): DeviceState => ({
  ...disconnected,
  connection: state === 'firing' ? 'acquiring' : 'idle',
  laser: { state, watchdog: 'firmware', watchdogTrips: 0 },
})
const judged = (acquisitionId: string): AcquisitionEvent => ({
  phase: 'judged',
  acquisitionId,
  answer: {} as JudgedAnswer,
  spectrum: { wavenumbers: [], intensities: [], frames: 5 } as never,
  completedAt: 0,
})
const done = (acquisitionId: string): AcquisitionEvent => ({
  phase: 'done',
  acquisitionId,
  answer: {} as Answer,
})
const soon = () => new Promise((resolve) => setTimeout(resolve, 5))

let paints: (() => void)[]
let states: ReturnType<typeof stream<DeviceState>>

async function nextFrame(): Promise<void> {
  for (const paint of paints.splice(0)) paint()
  await soon()
}

async function open() {
  const { useAcquisitionStore } = await import('./acquisition')
  const { useDeviceStore } = await import('./device')
  const [acquisition, device] = [useAcquisitionStore(), useDeviceStore()]
  for (const use of connected) use(new AbortController().signal)
  await soon()
  const measure = () => {
    const events = stream<AcquisitionEvent>()
    instrument.acquisition.start.mockResolvedValueOnce(events)
    const ended = acquisition.start(PLAN, AUTHORISATION)
    return { ...events, ended }
  }
  return { acquisition, device, measure }
}

beforeEach(() => {
  vi.resetModules()
  paints = []
  connected.length = 0
  states = stream<DeviceState>()
  instrument.device.watch.mockResolvedValue(states)
  instrument.device.state.mockResolvedValue(laserIs('disarmed'))
  vi.stubGlobal('requestAnimationFrame', (paint: () => void) => paints.push(paint))
  setActivePinia(createPinia())
})
afterEach(() => {
  states.end()
  vi.unstubAllGlobals()
})

it('shows that the laser went off when the answer that comes with it is painted', async () => {
  const { acquisition, device, measure } = await open()
  const { tell } = measure()
  states.tell(laserIs('firing'))
  await soon()
  expect(device.laser).toBe('emitting')
  states.tell(laserIs('disarmed'))
  tell(judged('first'))
  await soon()
  expect(device.laser).toBe('emitting')
  acquisition.drawn('first')
  await nextFrame()
  expect(device.laser).toBe('off')
})

it('waits for the answer of a measurement that began before the last one was painted for the last time', async () => {
  const { acquisition, device, measure } = await open()
  const first = measure()
  first.tell(judged('first'), done('first'))
  await soon()
  acquisition.drawn('first')
  first.end()
  await first.ended
  const second = measure()
  await nextFrame()
  states.tell(laserIs('firing'))
  await soon()
  states.tell(laserIs('disarmed'))
  await soon()
  expect(device.laser).toBe('emitting')
  second.tell(judged('second'))
  await soon()
  acquisition.drawn('second')
  await nextFrame()
  expect(device.laser).toBe('off')
})
