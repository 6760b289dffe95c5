import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Remote } from 'comlink'
import { passportSchema, type DailyCheckEvent, type Passport } from '../../electron/contract/passport'
import type { Microscope } from '../../electron/devices/microscope'
import { connectScpiMicroscope } from '../../electron/devices/scpi/connectScpiMicroscope'
import { DEFAULT_POLICY } from '../../electron/instrument/services/calibration/calibrationStatus'
import { calibrationInForce } from '../../electron/instrument/services/calibration/inForce'
import { AcquisitionService } from '../../electron/instrument/services/acquisitionService'
import { exposuresOf } from '../../electron/instrument/services/exposure/exposureLog'
import { ExposureService } from '../../electron/instrument/services/exposure/exposureService'
import { recordTo } from '../../electron/instrument/services/recordTo'
import type { CaseLogDesk } from '../../electron/instrument/services/caseLogDesk'
import { systemClock } from '../../electron/shared/clock'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { caseLogHere, dailyCheck } from '../support/dailyCheck'
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulatorProcess'

/* The whole daily check, by the wire, on a virtual microscope that has a process of its own. */

let program: Program
let simulator: SimulatorProcess
let microscope: Microscope
let folder: string
let caseLog: Remote<CaseLogDesk>
let good: { passport: Passport; events: DailyCheckEvent[] }

beforeAll(async () => {
  program = await bundleProgram('electron/simulator/index.ts')
  simulator = await startSimulatorProcess(program, '--seed', '3')
  microscope = await connectScpiMicroscope({ path: simulator.port, clock: systemClock })
  folder = mkdtempSync(join(tmpdir(), 'stokes-daily-check-'))
  caseLog = caseLogHere(join(folder, 'cases.sqlite'))
  good = await dailyCheck(microscope, caseLog, { options: { laserPowerMilliwatts: POWER } })
}, 180_000)
afterAll(async () => {
  await microscope.close()
  await caseLog.close()
  await simulator.stop()
  await program.remove()
  rmSync(folder, { recursive: true })
})
afterEach(() => microscope.simulator!.clear())

/** The most that the virtual microscope has: a test is to be quick. */
const POWER = 100
const short = { options: { without: ['intensity' as const], laserPowerMilliwatts: POWER } }
/** A microscope that is real has people to lay them there. */
const NO_SAMPLES = { selected: '', catalogue: [], select: () => Promise.resolve() }
const codes = ({ reasons }: Pick<Passport, 'reasons'>) => reasons.map(({ code }) => code)
const standing = () => caseLog.passports.standing(microscope.identity)
const inForce = async () => {
  const now = systemClock.timestamp()
  return calibrationInForce(microscope, { standing: await standing(), now, policy: DEFAULT_POLICY })
}
/** The microscope, but for these parts. */
function replacing(parts: Partial<Microscope>): Microscope {
  return new Proxy(microscope, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in parts ? parts : target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
/** Another standard lies there than the one that is asked for. */
function instead(asked: string, laid: () => string): Microscope {
  const samples = microscope.samples!
  const select = (sample: string) => samples.select(sample === asked ? laid() : sample)
  return replacing({
    samples: { ...samples, selected: samples.selected, catalogue: samples.catalogue, select },
  })
}

/** One measurement of a lesion; nobody answers it. Gives its id. */
async function measureOnce(): Promise<string> {
  const { id: operatorId } = await caseLog.ensureOperator('Ada')
  const { id: patientId } = await caseLog.ensurePatient('P-1')
  const lesion = { patientId, bodySite: 'arm', description: '', origin: 'simulated' } as const
  const { id: lesionId } = await caseLog.addLesion(lesion)
  const nobody = () => Promise.reject(new Error('Nobody answers.'))
  const service = new AcquisitionService({
    connected: () => microscope,
    inForce,
    log: recordTo(caseLog),
    exposures: new ExposureService({
      log: exposuresOf(caseLog),
      clock: systemClock,
      onProblem: () => undefined,
    }),
    analysis: { judge: nobody, complete: nobody },
    recorded: () => undefined,
    clock: systemClock,
  })
  const plan = { integrationTimeMs: 20, accumulations: 1, darkFrames: 1, laserPowerMilliwatts: 10 }
  const measuring = service.start(plan, { operatorId, lesionId, eyewearConfirmed: true })
  let acquisitionId = ''
  await expect(async () => {
    for await (const event of measuring) if (event.phase === 'started') acquisitionId = event.acquisitionId
  }).rejects.toThrow('Nobody answers')
  return acquisitionId
}

describe('a good instrument', () => {
  it('passes, in less than two minutes of its time, and its passport is in force', async () => {
    const { passport, events } = good
    expect(passportSchema.parse(passport)).toEqual(passport)
    expect(passport).toMatchObject({ verdict: 'pass', reasons: [], warnings: [], operatorName: 'Ada' })
    expect(passport.steps.map(({ step }) => step)).toEqual([
      'dark',
      'neon',
      'argon',
      'silicon',
      'shift',
      'intensity',
    ])
    expect(passport.instrumentMs).toBeLessThan(120_000)
    expect(passport.wavelength!.rmsPixels).toBeLessThan(0.1)
    // Bands that had no part in any fit.
    expect(passport.shift!.worstWavenumber).toBeLessThan(0.5)
    expect((await inForce()).status).toMatchObject({ state: 'valid', passportId: passport.id })
    expect(events.map(({ phase }) => phase).filter((phase) => phase !== 'measuring')).toEqual([
      'started',
      ...passport.steps.flatMap(() => ['place', 'measured']),
    ])
  })

  it('keeps the spectra that it was computed from', async () => {
    const spectra = await caseLog.passports.spectra(good.passport.id)
    expect([...spectra.keys()].sort()).toEqual(good.passport.steps.map(({ step }) => step).sort())
    expect(spectra.get('neon')).toHaveLength(microscope.identity.pixels)
  })

  it('gives measurements their axis, and is stamped on them for good', async () => {
    const acquisitionId = await measureOnce()
    const { measured } = await caseLog.recorded(acquisitionId)
    expect(measured.calibration).toMatchObject({ state: 'valid', passportId: good.passport.id })
    expect(measured.wavenumbers).toEqual((await inForce()).wavenumbers)
    expect(measured.wavenumbers).not.toEqual(microscope.wavenumbers)
    const { coefficients } = good.passport.wavelength!
    const { laserNanometres } = good.passport.laser!
    expect(measured.wavenumbers[0]).toBeCloseTo(1e7 / laserNanometres! - 1e7 / coefficients[0]!, 6)
  })

  it('has the laser off and its sample back afterwards', () => {
    expect(simulator.emission().at(-1)!.offUs).not.toBeNull()
    expect(microscope.samples!.selected).toContain('lesion')
  })
})

it(
  'tells a laser that drifted by 0.02 nm from an image that was stretched',
  { timeout: 180_000 },
  async () => {
    await microscope.simulator!.drift('laser', 0.02)
    const drifted = (await dailyCheck(microscope, caseLog, short)).passport
    expect(drifted).toMatchObject({ verdict: 'pass', drift: { moved: ['laser'] } })
    expect(drifted.drift!.laserNanometres).toBeCloseTo(0.02, 2)
    // What it took for granted before shows where silicon would stand.
    expect(drifted.laser!.siliconWithFormerLaser! - 520.45).toBeCloseTo(0.33, 1)
    expect(drifted.shift!.worstWavenumber).toBeLessThan(0.5)

    await microscope.simulator!.drift('stretch', 0.1)
    const stretched = (await dailyCheck(microscope, caseLog, short)).passport
    expect(stretched).toMatchObject({ verdict: 'pass', drift: { moved: ['stretch'] } })
    expect(stretched.drift!.stretchPixels).toBeCloseTo(0.1, 1)
    expect(stretched.shift!.worstWavenumber).toBeLessThan(0.5)
  },
)

describe('a check that says nothing is refused, and what was in force stays so', () => {
  it.each([
    ['neon', 'argon', 'wrongLamp'],
    ['neon', 'dark', 'lampOff'],
    ['dark', 'neon', 'darkTooHigh'],
    ['silicon', 'polystyrene', 'notSilicon'],
  ])('where %s is asked for and %s lies there: %s', { timeout: 90_000 }, async (asked, laid, code) => {
    const before = await inForce()
    const { passport } = await dailyCheck(
      instead(asked, () => laid),
      caseLog,
      short,
    )
    expect(passport).toMatchObject({ verdict: 'refused', expiresAt: null })
    expect(codes(passport)).toContain(code)
    const after = await inForce()
    expect(after.status.passportId).toBe(before.status.passportId)
    expect(after.wavenumbers).toEqual(before.wavenumbers)
  })

  it('where a line is saturated and cannot be exposed for less', { timeout: 90_000 }, async () => {
    const { limits } = microscope
    const slow = replacing({
      limits: { ...limits, integrationTimeMs: { ...limits.integrationTimeMs, min: 100 } },
    })
    await microscope.simulator!.disturb('saturation', true)
    const { passport } = await dailyCheck(slow, caseLog, short)
    expect(passport.verdict).toBe('refused')
    expect(passport.steps.at(-1)).toMatchObject({ step: 'silicon', says: false })
    expect(codes(passport)[0]).toBe('saturated')
    // The lamp's lines that are not saturated are enough.
    expect(passport.wavelength!.rmsPixels).toBeLessThan(0.1)
  })

  it('where somebody is there, the step can be repeated', { timeout: 90_000 }, async () => {
    let lamp = 'argon'
    const waited: string[] = []
    const { passport } = await dailyCheck(
      instead('neon', () => lamp),
      caseLog,
      {
        ...short,
        attend: (event, check) => {
          if (event.phase !== 'measured' || !event.waits) return
          waited.push(event.step)
          lamp = 'neon'
          check.reply({ reply: 'repeat' })
        },
      },
    )
    expect(waited).toEqual(['neon'])
    expect(passport.verdict).toBe('pass')
  })

  it('where nobody is there to put a standard in its place', async () => {
    const { passport } = await dailyCheck(replacing({ samples: NO_SAMPLES }), caseLog, {
      ...short,
      atOnce: (event, check) => {
        if (event.phase === 'place') check.reply({ reply: 'refuse', reason: 'Nobody is there.' })
      },
    })
    expect(passport).toMatchObject({ verdict: 'refused', steps: [], wavelength: null })
    expect(codes(passport)).toEqual(['refusedByPerson'])
  })

  it('where the clock went backwards', async () => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString()
    const clock = { ...systemClock, timestamp: () => yesterday }
    await expect(dailyCheck(microscope, caseLog, { clock })).rejects.toMatchObject({
      code: 'calibration.refused',
    })
  })

  it('where nobody that is known makes it', async () => {
    const options = { operatorId: 'nobody' }
    await expect(dailyCheck(microscope, caseLog, { options })).rejects.toMatchObject({
      code: 'usage.invalid',
    })
  })

  it('where nobody wears eyewear: the laser does not fire', { timeout: 90_000 }, async () => {
    const options = { ...short.options, eyewearConfirmed: false }
    const emitted = simulator.emission().length
    await expect(dailyCheck(microscope, caseLog, { options })).rejects.toMatchObject({
      code: 'laser.notAuthorised',
    })
    expect(simulator.emission()).toHaveLength(emitted)
  })
})

it('that is cancelled leaves the laser off and nothing in the case log', async () => {
  const before = await caseLog.passports.history(microscope.identity)
  const stop = new AbortController()
  const cancelled = dailyCheck(microscope, caseLog, {
    ...short,
    signal: stop.signal,
    attend: (event) => {
      if (event.phase === 'measuring' && event.step === 'silicon' && event.recorded >= 4) stop.abort()
    },
  })
  await expect(cancelled).rejects.toMatchObject({ code: 'acquisition.cancelled' })
  expect(simulator.emission().at(-1)!.offUs).not.toBeNull()
  expect(await caseLog.passports.history(microscope.identity)).toEqual(before)
}, 60_000)

it(
  'an instrument whose lines have become too wide, on a warm detector, fails, and says so',
  { timeout: 180_000 },
  async () => {
    await microscope.simulator!.drift('broadening', 1.6)
    await microscope.simulator!.drift('detector', 5)
    const { passport } = await dailyCheck(microscope, caseLog, short)
    expect(passport.verdict).toBe('fail')
    expect(new Set(codes(passport))).toEqual(new Set(['notSteady', 'resolution']))
    expect((await inForce()).status.state).toBe('failed')
  },
)
