import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { StokesError } from '../../electron/contract/errors'
import type { FiringAuthorisation } from '../../electron/contract/device'
import type { Microscope } from '../../electron/devices/microscope'
import { averagedIrradiance } from '../../electron/devices/laserSafety/irradiance'
import { connectScpiMicroscope } from '../../electron/devices/scpi/connectScpiMicroscope'
import { autoExposure } from '../../electron/instrument/services/exposure/autoExposure'
import { fillOf } from '../../electron/instrument/services/exposure/integrationForFill'
import { exposuresInMemory, type ExposureLog } from '../../electron/instrument/services/exposure/exposureLog'
import { ExposureService, type Firing } from '../../electron/instrument/services/exposure/exposureService'
import { systemClock } from '../../electron/shared/clock'
import { randomId } from '../../electron/shared/ids'
import { openCaseLog, type CaseLog } from '../../electron/storage/openCaseLog'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { AUTHORISATION, measureFrames, until } from '../support/measurements'
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulatorProcess'

let program: Program
let simulator: SimulatorProcess
let microscope: Microscope
let log: ExposureLog
let service: ExposureService
let problems: StokesError[]

beforeAll(async () => {
  program = await bundleProgram('electron/simulator/index.ts')
})
afterAll(async () => {
  await program.remove()
})
beforeEach(async () => {
  simulator = await startSimulatorProcess(program)
  microscope = await connectScpiMicroscope({ path: simulator.port, clock: systemClock })
  log = exposuresInMemory()
  begin()
})
afterEach(async () => {
  await microscope.close()
  await simulator.stop()
})

function begin(): void {
  problems = []
  service = new ExposureService({ log, clock: systemClock, onProblem: (problem) => problems.push(problem) })
}

const LESION = AUTHORISATION.lesionId
const emitted = () => simulator.emission().map(({ onUs, offUs }) => (offUs! - onUs) / 1000)
const stored = () => log.ofLesion(LESION, '2020-01-01T00:00:00.000Z')
const spent = async (powerMilliwatts = 25) => (await service.dose(microscope, LESION, powerMilliwatts))!

interface Plan {
  powerMilliwatts?: number
  integrationTimeMs?: number
  accumulations?: number
  darkFrames?: number
  authorisation?: FiringAuthorisation
  writeAfter?: () => Promise<void>
}

function measure(plan: Plan = {}): Promise<void> {
  const {
    powerMilliwatts = 25,
    integrationTimeMs = 200,
    accumulations = 3,
    authorisation = AUTHORISATION,
  } = plan
  const firing: Firing = {
    microscope,
    authorisation,
    kind: 'measurement',
    powerMilliwatts,
    exposureMs: integrationTimeMs * accumulations,
    frames: accumulations,
    ...(plan.writeAfter && { writeAfter: plan.writeAfter }),
  }
  return service.fire(firing, (saw) =>
    microscope.acquire({
      plan: {
        integrationTimeMs,
        accumulations,
        darkFrames: plan.darkFrames ?? 1,
        laserPowerMilliwatts: powerMilliwatts,
      },
      authorisation,
      signal: new AbortController().signal,
      onFrame: (frame) => {
        saw(frame)
        return Promise.resolve()
      },
    }),
  )
}

function preview(powerMilliwatts: number, authorisation: FiringAuthorisation = AUTHORISATION): Promise<void> {
  const firing: Firing = {
    microscope,
    authorisation,
    kind: 'preview',
    powerMilliwatts,
    exposureMs: null,
    frames: 0,
  }
  return service.fire(firing, (saw) =>
    microscope.startPreview({ integrationTimeMs: 50, laser: { powerMilliwatts, authorisation } }, saw),
  )
}

describe('the dose of a lesion', () => {
  it('counts every emission of a measurement and of a preview, and no less than there was', async () => {
    await measure()
    await preview(25)
    await wait(600)
    expect((await spent()).spent.dose).toBeGreaterThan((0.6 + 0.5) * averagedIrradiance(25, 0.1))
    await microscope.stopPreview()
    await until(() => microscope.state.connection === 'idle')
    await wait(20)
    const exposures = await stored()
    expect(exposures.map(({ kind }) => kind)).toEqual(['measurement', 'preview'])
    const real = emitted()
    for (const [i, { durationMs, powerMilliwatts }] of exposures.entries()) {
      expect(durationMs).toBeGreaterThanOrEqual(real[i]!)
      expect(durationMs).toBeLessThan(real[i]! + 150)
      expect(powerMilliwatts).toBeGreaterThanOrEqual(25)
    }
    expect(problems).toEqual([])
  })

  it('counts no darkness: what could not be armed, and what was stopped before it fired', async () => {
    simulator.command('SIM:INT OPEN')
    await expect(measure()).rejects.toMatchObject({ code: 'laser.interlockOpen' })
    simulator.command('SIM:INT CLOS')
    const pending = measure()
    service.stopPending()
    await expect(pending).rejects.toMatchObject({ code: 'acquisition.cancelled' })
    expect(emitted()).toEqual([])
    expect((await stored()).reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(0)
  })

  it('counts once from the moment the laser is off, also while the case log has something better to do', async () => {
    let free: (() => void) | undefined
    const measured = measure({ writeAfter: () => new Promise<void>((resolve) => (free = resolve)) })
    await until(() => free !== undefined)
    expect(await stored()).toEqual([])
    const { dose } = (await spent()).spent
    expect(dose).toBeGreaterThan(0.6 * averagedIrradiance(25, 0.1))
    free!()
    await measured
    expect(await stored()).toHaveLength(1)
    expect((await spent()).spent.dose).toBeCloseTo(dose, 6)
  })

  it('is unknown of a standard, which may have whatever the laser gives', async () => {
    const authorisation = { operatorId: 'o', eyewearConfirmed: true, standard: 'silicon' }
    await measure({ authorisation, powerMilliwatts: 100 })
    expect(await stored()).toEqual([])
  })
})

describe('the limit of a site', () => {
  it('refuses a measurement that would pass it, says how long is left, and fires nothing', async () => {
    const long = measure({ powerMilliwatts: 100, integrationTimeMs: 1000, accumulations: 3 })
    await expect(long).rejects.toMatchObject({
      code: 'laser.doseReached',
      message: 'The exposure limit of this site allows 1.8 s more at 100.0 mW; the measurement needs 3.3 s.',
      tip: expect.stringContaining('Shorten') as string,
    })
    expect(emitted()).toEqual([])
  })

  it('refuses one that would pass it with what there was, until the site has rested', async () => {
    await measure({ powerMilliwatts: 100, integrationTimeMs: 600, accumulations: 2 })
    const again = measure({ powerMilliwatts: 100, integrationTimeMs: 600, accumulations: 2 })
    await expect(again).rejects.toMatchObject({ tip: expect.stringMatching(/^Wait \d+ s/) as string })
    const other = { ...AUTHORISATION, lesionId: 'another' }
    await measure({ powerMilliwatts: 100, integrationTimeMs: 600, accumulations: 2, authorisation: other })
    expect(emitted()).toHaveLength(2)
  })

  it('stops a preview hard when it is reached, and says so', async () => {
    await preview(100)
    await until(() => problems.length > 0)
    expect(problems[0]).toMatchObject({ code: 'laser.doseReached' })
    const [ms] = emitted()
    expect(ms).toBeGreaterThan(1500)
    expect(ms).toBeLessThan(1817)
    expect((await spent(100)).spent.fraction).toBeLessThanOrEqual(1)
    await expect(preview(100)).rejects.toMatchObject({ code: 'laser.doseReached' })
  })

  it('is reached sooner where a meter at the sample read more than was commanded', async () => {
    const reading = {
      ...{ id: 'r', createdAt: '', operatorId: 'o', serialNumber: microscope.identity.serialNumber },
      ...{ measuredAt: new Date().toISOString(), commandedMilliwatts: 10, measuredMilliwatts: 12 },
      spotMicrometres: 50,
    }
    log = { ...log, powerReading: () => Promise.resolve(reading) }
    begin()
    const { power, remainingSeconds, unlimited } = await spent(25)
    expect(power).toMatchObject({ source: 'meter', old: false, spotMicrometres: 50 })
    expect(power.milliwatts).toBeCloseTo(30, 9)
    expect(remainingSeconds).toBeCloseTo(9.05, 2)
    expect(unlimited).toBe(false)
  })

  it('is what the policy of the site says, where that is stricter', async () => {
    log = { ...log, policy: () => Promise.resolve({ fraction: 1, joulesPerSquareCentimetre: 0.2 }) }
    begin()
    await expect(measure({ accumulations: 4 })).rejects.toMatchObject({ code: 'laser.doseReached' })
    await measure({ accumulations: 1 })
  })
})

describe('a dose that cannot be written', () => {
  const full = new StokesError('storage.diskFull', 'The disk is full.')

  it('keeps the laser off where that is known before', async () => {
    log = { ...log, book: () => Promise.reject(full) }
    begin()
    await expect(measure()).rejects.toMatchObject({ code: 'laser.doseUnknown' })
    log = { ...log, ofLesion: () => Promise.reject(full) }
    begin()
    await expect(preview(25)).rejects.toMatchObject({ code: 'laser.doseUnknown' })
    expect(emitted()).toEqual([])
  })

  it('counts all the same where it is found after, and nothing fires until it is written', async () => {
    const record = log.record.bind(log)
    let broken = true
    log = { ...log, record: (light) => (broken ? Promise.reject(full) : record(light)) }
    begin()
    await measure()
    expect(problems).toMatchObject([{ code: 'laser.doseUnknown' }])
    expect((await spent()).spent.dose).toBeGreaterThan(0.6 * averagedIrradiance(25, 0.1))
    await expect(measure()).rejects.toMatchObject({ code: 'laser.doseUnknown' })
    expect(emitted()).toHaveLength(1)
    broken = false
    await measure()
    expect(await stored()).toHaveLength(2)
  })
})

describe('auto-exposure', () => {
  it('fills the converter by 60 to 70 %, and its trials count', async () => {
    const options = { authorisation: AUTHORISATION, powerMilliwatts: 25, accumulations: 2 }
    const { integrationTimeMs, cappedBy } = await autoExposure(microscope, service, options)
    expect(cappedBy).toBeNull()
    expect((await stored())[0]).toMatchObject({ kind: 'preview' })
    const frames = await measureFrames(microscope, {
      integrationTimeMs,
      accumulations: 1,
      laserPowerMilliwatts: 25,
    })
    const trial = { ...frames.at(-1)!.frame, sample: frames.at(-1)!.frame.intensities, dark: [] }
    const { badPixels } = microscope.identity
    const fill = fillOf({ ...trial, saturationCounts: 65_535, badPixels })
    // Skin bleaches meanwhile.
    expect(fill).toBeGreaterThan(0.5)
    expect(fill).toBeLessThan(0.7)
  }, 30_000)

  it('is capped by what the site may have', async () => {
    log = { ...log, policy: () => Promise.resolve({ fraction: 1, joulesPerSquareCentimetre: 0.5 }) }
    begin()
    const options = { authorisation: AUTHORISATION, powerMilliwatts: 25, accumulations: 10 }
    const { integrationTimeMs, cappedBy } = await autoExposure(microscope, service, options)
    expect(cappedBy).toBe('dose')
    expect(integrationTimeMs * 10).toBeLessThan(2000)
    await measure({ integrationTimeMs, accumulations: 10 })
  })
})

it('does not let an instrument without a watchdog fire on a lesion, but on a standard', async () => {
  const bench = { ...microscope.identity, watchdog: 'none' as const }
  Object.assign(microscope, { identity: bench })
  await expect(measure()).rejects.toMatchObject({ code: 'laser.benchOnly' })
  await expect(preview(5)).rejects.toMatchObject({ code: 'laser.benchOnly' })
  expect(emitted()).toEqual([])
  await measure({ authorisation: { operatorId: 'o', eyewearConfirmed: true, standard: 'silicon' } })
  expect(emitted()).toHaveLength(1)
})

it('does not let a laser fire on a lesion whose power cannot be set', async () => {
  Object.assign(microscope, { limits: { ...microscope.limits, laserPowerMilliwatts: null } })
  await expect(measure()).rejects.toMatchObject({ code: 'laser.benchOnly' })
  expect(emitted()).toEqual([])
})

it('counts up to the watchdog of the instrument where the cable is pulled', async () => {
  const running = measure({ integrationTimeMs: 5000, accumulations: 1, darkFrames: 0 })
  await until(() => simulator.emission().length > 0)
  await wait(200)
  simulator.process.kill('SIGKILL')
  await expect(running).rejects.toMatchObject({ code: 'device.unplugged' })
  const [light] = await stored()
  expect(light!.durationMs).toBeGreaterThan(1200)
  expect(light!.durationMs).toBeLessThan(3500)
})

it('survives the program that booked it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stokes-exposure-'))
  const open = (): CaseLog =>
    openCaseLog({
      path: join(folder, 'log.sqlite'),
      clock: systemClock,
      newId: randomId,
      softwareVersion: 'test',
    })
  let caseLog = open()
  const { id: operatorId } = caseLog.operators.ensure('Ada')
  const patient = caseLog.patients.add({ pseudonym: 'P', yearOfBirth: null, sex: 'unknown', skinType: null })
  const lesion = { patientId: patient.id, bodySite: 'arm', description: '', origin: 'simulated' } as const
  const { id: lesionId } = caseLog.lesions.add(lesion)
  log = {
    ...log,
    book: (booking) => Promise.resolve(caseLog.exposures.book(booking)),
    record: () => new Promise(() => undefined),
  }
  begin()
  void measure({ authorisation: { operatorId, lesionId, eyewearConfirmed: true } })
  await until(() => typeof simulator.emission().at(-1)?.offUs === 'number')
  caseLog.close()
  caseLog = open()
  const [light] = caseLog.exposures.ofLesion(lesionId, '2020-01-01T00:00:00.000Z')
  expect(light!.durationMs).toBeGreaterThanOrEqual(emitted()[0]!)
  caseLog.close()
  rmSync(folder, { recursive: true, force: true })
})
