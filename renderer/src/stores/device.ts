import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DeviceDescription, DeviceState, PreviewOptions } from '../../../electron/contract/device'
import { disconnected } from '../../../electron/contract/disconnected'
import type { Problem } from '../../../electron/contract/errors'
import { follow } from '../bridge/follow'
import { instrument, onInstrument } from '../bridge/instrument'
import { recall, remember } from '../bridge/memory'
import { shell } from '../bridge/shell'
import { toProblem } from '../bridge/toProblem'
import { heldNews } from './heldNews'
import { useSystemStore } from './system'

/** `none`: nothing is there that could emit. `unknown`: the instrument cannot be asked any more. */
export type LaserState = 'none' | 'unknown' | 'off' | 'armed' | 'emitting'

const laserStates = { disarmed: 'off', armed: 'armed', firing: 'emitting', unknown: 'unknown' } as const
type Choice = Pick<DeviceDescription, 'kind' | 'path'>

/** That the laser went off is shown no later than that. */
const DARK_SHOWN_WITHIN_MS = 50

const nobodyToStopIt: Problem = {
  code: 'process.ended',
  message:
    'The instrument process is not running. The instrument switches its laser off by itself 1 s after it heard from us last.',
  tip: 'If a laser should still emit, open the interlock or switch the instrument off.',
}

function laserOf({ laser }: DeviceState): LaserState {
  return laser ? laserStates[laser.state] : 'none'
}

function isChoice(value: unknown): value is Choice {
  return typeof value === 'object' && value !== null && 'kind' in value && 'path' in value
}

/** The microscope: what can be connected, what is, and what its laser does. */
export const useDeviceStore = defineStore('device', () => {
  const system = useSystemStore()
  const state = shallowRef<DeviceState>(disconnected)
  const descriptions = shallowRef<DeviceDescription[]>([])
  const listing = ref(false)
  const stopping = ref(false)

  const connected = computed(() => ['idle', 'armed', 'acquiring'].includes(state.value.connection))
  const origin = computed(() => (connected.value ? (state.value.identity?.origin ?? null) : null))
  const laser = computed(() => laserOf(state.value))

  let answerDue = false
  const states = heldNews<DeviceState>((next) => {
    state.value = next
  }, DARK_SHOWN_WITHIN_MS)

  /** At once, and in the place of what waits. */
  function show(next: DeviceState): void {
    states.take(next, false)
  }

  /** Until {@link settle}, that the laser went off as it should is shown together with the answer that comes with it. */
  function awaitAnswer(): void {
    answerDue = true
  }

  function settle(): void {
    answerDue = false
    states.release()
  }

  function take(next: DeviceState): void {
    const wentDark =
      laser.value === 'emitting' && next.problem === null && ['off', 'armed'].includes(laserOf(next))
    states.take(next, answerDue && wentDark)
  }

  async function list(): Promise<void> {
    listing.value = true
    descriptions.value = (await system.attempt(() => instrument.device.list())) ?? descriptions.value
    listing.value = false
  }

  async function connect({ kind, path }: Choice): Promise<void> {
    show({ ...disconnected, connection: 'connecting' })
    const next = await system.attempt(() => instrument.device.connect({ kind, path }))
    if (next) {
      show(next)
      remember('device', { kind, path })
    } else {
      show((await system.attempt(() => instrument.device.state())) ?? disconnected)
    }
  }

  async function disconnect(): Promise<void> {
    const next = await system.attempt(() => instrument.device.disconnect())
    if (next) show(next)
  }

  /** Lets the user choose recorded spectra, and plays them as if they were a microscope. */
  async function replay(): Promise<void> {
    const path = await system.attempt(() => shell.chooseFile({ kind: 'recording' }))
    if (path) await connect({ kind: 'replay', path })
  }

  /** The way out of everything: allowed always, and asked for again however often the user asks. */
  async function stopLaser(): Promise<void> {
    stopping.value = true
    try {
      await instrument.device.stopLaser()
    } catch (error) {
      const problem = toProblem(error)
      system.report(problem.code === 'process.ended' ? nobodyToStopIt : problem)
    }
    stopping.value = false
  }

  async function startPreview(options: PreviewOptions): Promise<void> {
    await system.attempt(() => instrument.device.startPreview(options))
  }

  async function stopPreview(): Promise<void> {
    await system.attempt(() => instrument.device.stopPreview())
  }

  async function selectSample(name: string): Promise<void> {
    await system.attempt(() => instrument.device.selectSample({ name }))
  }

  /** What happened to instruments since the instrument process was started. */
  const readLog = () => system.attempt(() => instrument.device.log())

  /** Where a person wants it. */
  async function saveLog(content: string): Promise<void> {
    const suggestedName = `instrument ${state.value.identity?.serialNumber ?? ''}.txt`.replace(' .', '.')
    const path = await system.attempt(() => shell.saveDocument({ suggestedName, content, as: 'txt' }))
    if (path) system.tell(`Saved as ${path}.`)
  }

  /** What was connected last; the virtual microscope where nothing else was ever chosen. */
  async function connectAgain(): Promise<void> {
    const now = await system.attempt(() => instrument.device.state())
    if (now) show(now)
    await list()
    if (now?.connection !== 'disconnected') return
    const kept = recall('device')
    const virtual = descriptions.value.find(({ kind }) => kind === 'virtual')
    const choice = isChoice(kept) && kept.kind !== 'virtual' ? kept : virtual
    if (choice) await connect(choice)
  }

  follow(onInstrument, () => instrument.device.watch(), take, system.report)
  follow(
    onInstrument,
    () => instrument.device.watchList(),
    (next) => {
      descriptions.value = next
    },
    system.report,
  )
  onInstrument((ended) => {
    ended.addEventListener('abort', () => {
      show(disconnected)
    })
    void connectAgain()
  })

  return {
    state,
    descriptions,
    listing,
    stopping,
    connected,
    origin,
    laser,
    awaitAnswer,
    settle,
    list,
    connect,
    disconnect,
    replay,
    stopLaser,
    startPreview,
    stopPreview,
    selectSample,
    readLog,
    saveLog,
  }
})
