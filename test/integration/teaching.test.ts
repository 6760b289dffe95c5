import { afterAll, beforeAll, expect, it } from 'vitest'
import { judgeQuality } from '../../electron/analysis/quality/judgeQuality'
import { toProblem } from '../../electron/contract/errors'
import { connectScpiMicroscope } from '../../electron/devices/scpi/connectScpiMicroscope'
import type { JudgedSpectrum } from '../../electron/instrument/services/analysis'
import { factoryCalibration } from '../../electron/instrument/services/calibration/inForce'
import { DeviceService } from '../../electron/instrument/services/deviceService'
import { measuredSpectrum } from '../../electron/instrument/services/measuredSpectrum'
import { TeachingService } from '../../electron/instrument/services/teaching/teachingService'
import { systemClock } from '../../electron/shared/clock'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulatorProcess'

let program: Program
let simulator: SimulatorProcess
let devices: DeviceService
let teaching: TeachingService

beforeAll(async () => {
  program = await bundleProgram('electron/simulator/index.ts')
  simulator = await startSimulatorProcess(program, '--seed', '3')
  const none = () => Promise.reject(new Error('not here'))
  devices = new DeviceService({
    drivers: {
      listSerial: () => Promise.resolve([]),
      listUsb: () => Promise.resolve([]),
      connectUsb: none,
      connectScpi: (path) => connectScpiMicroscope({ path, clock: systemClock }),
      openReplay: none,
    },
    virtualMicroscope: simulator.port,
    port: null,
    clock: systemClock,
  })
  teaching = new TeachingService({
    devices,
    inForce: (microscope) => Promise.resolve(factoryCalibration(microscope)),
    analysis: {
      // The gates, without a model: nothing else of an answer is taught.
      judge: (measured) => {
        const quality = judgeQuality({ ...measured, ...measuredSpectrum(measured) })
        return Promise.resolve({ answer: { quality } } as JudgedSpectrum)
      },
    },
  })
}, 60_000)
afterAll(async () => {
  await devices.disconnect()
  await simulator.stop()
  await program.remove()
})

const virtual = () => devices.connected().simulator!

it('begins each connection to the virtual microscope without a fault that a lesson may have left', async () => {
  await devices.connect({ kind: 'virtual', path: simulator.port })
  await virtual().drift('laser', 1)
  await devices.disconnect()
  expect(teaching.lessons()).toEqual([])
  await devices.connect({ kind: 'virtual', path: simulator.port })
  expect((await virtual().read()).drift.laser).toBe(0)
  expect(teaching.lessons().length).toBeGreaterThan(9)
})

it('shows each fault so that a gate refuses it, and takes it back', async () => {
  const before = devices.state.current.sample?.selected
  // Cosmic rays are taken out, steady room light with its dark; dirt leaves enough light, what moves moves by chance,
  // and phenylalanine is not always strong enough to tell of the laser.
  const certain = ['saturation', 'wrongDark', 'warmDetector']
  for (const lessonId of ['none', ...certain]) {
    const { quality, frames, spectrum } = await teaching.measure(lessonId)
    expect(frames).toHaveLength(5)
    expect(spectrum).toHaveLength(devices.connected().identity.pixels)
    expect({ lessonId, pass: quality?.pass }).toEqual({ lessonId, pass: lessonId === 'none' })
    expect((await virtual().read()).disturbances).toEqual([])
  }
  expect(devices.connected().samples?.selected).toBe(before)
}, 90_000)

it('tells why an instrument refused, and closes the interlock again', async () => {
  const { problem, frames, quality } = await teaching.measure('interlockOpen')
  expect(problem?.code).toBe('laser.interlockOpen')
  expect({ frames, quality }).toEqual({ frames: [], quality: null })
  expect((await virtual().read()).disturbances).toEqual([])
})

it('takes the fault back also where the lesson is left', async () => {
  const leave = new AbortController()
  const lesson = teaching.measure('ambientLight', leave.signal)
  setTimeout(() => {
    leave.abort()
  }, 1500)
  expect(toProblem(await lesson.catch((error: unknown) => error)).code).toBe('acquisition.cancelled')
  expect((await virtual().read()).disturbances).toEqual([])
})
