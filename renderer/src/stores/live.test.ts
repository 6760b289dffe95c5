import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LiveFrame, LiveMessage, LiveShown } from '../../../electron/contract/live'

let paints: (() => void)[]
let instrument: MessagePort
let answered: number[]

const frame = (sequence: number): LiveFrame => ({
  type: 'frame',
  axisId: 1,
  sequence,
  mode: 'preview',
  laserOn: true,
  integrationTimeMs: 100,
  saturatedPixels: 0,
  raw: new Float32Array(4),
  processed: null,
  processedProblem: null,
  dropped: 0,
  completedAt: 0,
  sentAt: 1,
})

const settled = () => new Promise((resolve) => setTimeout(resolve, 10))

async function send(...messages: LiveMessage[]): Promise<void> {
  for (const message of messages) instrument.postMessage(message)
  await settled()
}

/** The browser paints: what was asked for before is done now. */
async function nextFrame(): Promise<void> {
  for (const paint of paints.splice(0)) paint()
  await settled()
}

async function open() {
  const { useLiveStore } = await import('./live')
  return useLiveStore()
}

beforeEach(async () => {
  vi.resetModules()
  paints = []
  answered = []
  const page = new EventTarget()
  vi.stubGlobal('window', page)
  vi.stubGlobal('requestAnimationFrame', (paint: () => void) => paints.push(paint))
  setActivePinia(createPinia())
  const { receivePorts } = await import('../bridge/ports')
  receivePorts()
  const { port1, port2 } = new MessageChannel()
  instrument = port1
  instrument.addEventListener('message', ({ data }: MessageEvent<LiveShown>) => {
    answered.push(data.sequence)
  })
  instrument.start()
  const message = { source: page, data: { type: 'stokes:port', port: 'live' }, ports: [port2] }
  page.dispatchEvent(Object.assign(new Event('message'), message))
})

afterEach(() => {
  instrument.close()
  vi.unstubAllGlobals()
})

it('draws a frame when it comes, and answers it only when the chart has it on the screen', async () => {
  const live = await open()
  const draw = vi.fn()
  live.attachChart(draw)
  await send(frame(1))
  expect(draw).toHaveBeenCalledOnce()
  expect(live.frame?.sequence).toBe(1)
  expect(answered).toEqual([])
  live.drawn(live.frame!.sequence)
  expect(answered).toEqual([])
  await nextFrame()
  expect(answered).toEqual([1])
  const [mark] = performance.getEntriesByName('stokes:shown')
  expect((mark as PerformanceMark).detail).toMatchObject({ sequence: 1, completedAt: 0 })
})

it('draws once in an animation frame: the newest of those that came since, and answers them all', async () => {
  const live = await open()
  const draw = vi.fn(() => {
    live.drawn(live.frame!.sequence)
  })
  live.attachChart(draw)
  await send(frame(1), frame(2), frame(3))
  expect(paints).toHaveLength(1)
  expect(draw).toHaveBeenCalledTimes(1)
  await nextFrame()
  expect(answered).toEqual([1])
  expect(draw).toHaveBeenCalledTimes(2)
  expect(live.frame?.sequence).toBe(3)
  live.drawn(live.frame!.sequence)
  await nextFrame()
  expect(answered).toEqual([1, 2, 3])
})

it('holds nothing up while no chart shows the frames', async () => {
  await open()
  await send(frame(1))
  expect(answered).toEqual([])
  await nextFrame()
  expect(answered).toEqual([1])
})

it('answers what was on the chart when the chart goes', async () => {
  const live = await open()
  const detach = live.attachChart(() => undefined)
  await send(frame(1))
  await nextFrame()
  detach()
  await settled()
  expect(answered).toEqual([1])
})

it('answers at once what the chart will not show', async () => {
  const live = await open()
  live.attachChart(() => undefined)
  await send(frame(1))
  await nextFrame()
  await send(frame(2))
  live.skip()
  await settled()
  expect(answered).toEqual([1, 2])
})
