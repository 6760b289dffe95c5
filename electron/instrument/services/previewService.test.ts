import { expect, it } from 'vitest'
import type { LiveFrame, LiveMessage } from '../../contract/live'
import type { Problem } from '../../contract/errors'
import type { RawFrame } from '../../contract/frame'
import { Backlog } from '../../shared/backlog'
import type { PreviewSpectrum } from './analysis'
import { DeviceService } from './deviceService'
import { exposuresInMemory } from './exposure/exposureLog'
import { ExposureService } from './exposure/exposureService'
import { LiveService } from './liveService'
import { PreviewService } from './previewService'

const wavenumbers = Float64Array.of(600, 700, 800)
const grid = Float64Array.of(650, 750)
const spectrum: PreviewSpectrum = { grid, processed: Float64Array.of(1, 2), problem: null }

const rawFrame = (sequence: number): RawFrame => ({
  sequence,
  deviceTimeMicroseconds: 0,
  receivedAt: '2026-11-23T00:00:00.000Z',
  integrationTimeMs: 100,
  laser: 'off',
  laserPowerMilliwatts: 0,
  shutterOpen: true,
  detectorTemperatureCelsius: -60,
  laserTemperatureCelsius: 25,
  saturatedPixels: 0,
  droppedBefore: 0,
  origin: 'simulated',
  intensities: Float64Array.of(1, 2, 3),
})

const settled = () => new Promise((resolve) => setTimeout(resolve))

/** A viewer that answers at once, and a model that is there when `load` is called. */
function seat() {
  const clock = { timestamp: () => '', monotonicMs: () => 0 }
  const live = new LiveService(clock)
  const messages: LiveMessage[] = []
  const { shown } = live.attach({
    send: (message) => {
      messages.push(message)
      if (message.type === 'frame') shown()
    },
  })
  let load = (): void => undefined
  const loaded = new Promise<void>((resolve) => {
    load = resolve
  })
  const listSerial = () => Promise.resolve([])
  const never = () => Promise.reject(new Error('nothing is connected here'))
  const preview = new PreviewService({
    devices: new DeviceService({
      drivers: { listSerial, listUsb: listSerial, connectScpi: never, connectUsb: never, openReplay: never },
      virtualMicroscope: null,
      port: null,
      clock,
    }),
    live,
    exposures: new ExposureService({ log: exposuresInMemory(), clock, onProblem: () => undefined }),
    axisOf: ({ wavenumbers: factory }) => factory,
    prepare: () => loaded.then(() => spectrum),
    problems: new Backlog<Problem>(),
  })
  const show = (sequence: number) => {
    preview.show(rawFrame(sequence), { wavenumbers, mode: 'preview', completedAt: 0 })
  }
  const frames = () => messages.filter((message): message is LiveFrame => message.type === 'frame')
  return { show, load, frames, messages }
}

it('shows raw spectra while the model is being loaded, and preprocessed ones as soon as it is', async () => {
  const { show, load, frames, messages } = seat()
  show(1)
  show(2)
  expect(frames().map(({ sequence, processed }) => [sequence, processed])).toEqual([
    [1, null],
    [2, null],
  ])
  load()
  await settled()
  show(3)
  await settled()
  expect(frames().at(-1)).toMatchObject({ sequence: 3, processed: Float32Array.of(1, 2) })
  expect(frames()).toHaveLength(3)
  expect(messages.filter(({ type }) => type === 'axis')).toHaveLength(2)
})

it('drops a frame that comes while another one is preprocessed, and counts it', async () => {
  const { show, load, frames } = seat()
  load()
  show(1)
  await settled()
  show(2)
  show(3)
  await settled()
  show(4)
  await settled()
  expect(frames().map(({ sequence, dropped }) => [sequence, dropped])).toEqual([
    [1, 0],
    [2, 1],
    [4, 1],
  ])
})
