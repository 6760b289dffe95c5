import { expect, it } from 'vitest'
import type { AcquisitionEvent, AcquisitionPlan } from '../../electron/contract/acquisition'
import type { JudgedAnswer } from '../../electron/contract/answer'
import { StokesError } from '../../electron/contract/errors'
import type { RawFrame } from '../../electron/contract/frame'
import type { Microscope } from '../../electron/devices/microscope'
import { noLog, type AcquisitionLog } from '../../electron/instrument/services/acquisitionLog'
import { AcquisitionService } from '../../electron/instrument/services/acquisitionService'
import { exposuresInMemory } from '../../electron/instrument/services/exposure/exposureLog'
import { ExposureService } from '../../electron/instrument/services/exposure/exposureService'
import { factoryCalibration } from '../../electron/instrument/services/calibration/inForce'
import { Analysis } from '../../electron/instrument/services/analysis'
import type { MeasuredFrames } from '../../electron/instrument/services/measuredFrames'
import { openServingModel } from '../../electron/instrument/services/servingModel'
import { systemClock, type Clock } from '../../electron/shared/clock'
import { skinFrames } from '../support/skinFrames'

const analysis = new Analysis(await openServingModel({ engine: 'onnx-cpu' }), 'test')
const PLAN = { integrationTimeMs: 1, accumulations: 2, darkFrames: 0, laserPowerMilliwatts: 0 }

/** Gives the same frame as often as it is asked. */
const microscopeOf = ({ device, wavenumbers, frames: [frame] }: MeasuredFrames) =>
  ({
    identity: device,
    wavenumbers,
    limits: { laserPowerMilliwatts: null },
    acquire: async ({ plan, onFrame }) => {
      for (let sequence = 0; sequence < plan.accumulations; sequence++)
        await onFrame({ sequence, ...frame! } as RawFrame, 'sample')
    },
  }) as Partial<Microscope> as Microscope

interface Measuring {
  log: Partial<AcquisitionLog>
  plan: AcquisitionPlan
  clock: Clock
  judge: Analysis['judge']
}

/** Measures without an instrument; gives what was told, and what it ended with. */
async function measure(
  measured: MeasuredFrames,
  {
    log,
    plan = PLAN,
    clock = systemClock,
    judge = (frames) => analysis.judge(frames),
  }: Partial<Measuring> = {},
) {
  const service = new AcquisitionService({
    connected: () => microscopeOf(measured),
    inForce: factoryCalibration,
    exposures: new ExposureService({
      log: exposuresInMemory(),
      clock: systemClock,
      onProblem: (problem) => {
        throw problem
      },
    }),
    log: { ...noLog, ...log },
    analysis: {
      judge,
      complete: (judged) => analysis.complete(judged),
    },
    recorded: () => undefined,
    clock,
  })
  const told: AcquisitionEvent[] = []
  const authorisation = { lesionId: 'lesion', operatorId: 'operator', eyewearConfirmed: true }
  try {
    for await (const event of service.start(plan, authorisation)) told.push(event)
  } catch (error) {
    return { told, error }
  }
  return { told, error: null }
}

const find = <Phase extends AcquisitionEvent['phase']>(told: AcquisitionEvent[], phase: Phase) =>
  told.find((event): event is Extract<AcquisitionEvent, { phase: Phase }> => event.phase === phase)

/** As it is stored: in plain arrays. */
function stored({ grid, processed, saliency, ...answer }: JudgedAnswer) {
  return {
    ...answer,
    grid: [...grid],
    processed: processed && [...processed],
    saliency: saliency && [...saliency],
  }
}

it('tells first what it keeps in the end, but for what confirms the bands', async () => {
  const measured = skinFrames()
  const { told } = await measure(measured)
  const judged = find(told, 'judged')!
  const done = find(told, 'done')!
  expect(judged.answer.bands.length).toBeGreaterThan(0)
  const bands = done.answer.bands.map(({ occlusionDrop: _, candidates: __, ...band }) => band)
  expect(stored(judged.answer)).toEqual({ ...done.answer, bands })
  expect([...judged.spectrum.intensities]).toEqual([...measured.frames[0]!.intensities])
  const { status: calibration } = factoryCalibration(microscopeOf(measured))
  const frames = [measured.frames[0]!, measured.frames[0]!]
  const twice = { ...measured, frames, calibration, setPowerMilliwatts: PLAN.laserPowerMilliwatts }
  expect(done.answer).toEqual((await analysis.answer(twice)).answer)
})

it('tells a withheld answer as early', async () => {
  const measured = skinFrames()
  measured.frames[0]!.intensities.fill(3)
  const { told } = await measure(measured)
  const judged = find(told, 'judged')!
  expect(judged.answer).toMatchObject({ withheld: 'quality', probability: null, bands: [] })
  expect(find(told, 'done')!.answer).toEqual(stored(judged.answer))
})

it('leaves the case log alone from the last frame until the answer had time to be painted', async () => {
  let judgedAt = Infinity
  let finishedAt = 0
  const { error } = await measure(skinFrames(), {
    judge: async (frames) => {
      const judged = await analysis.judge(frames)
      judgedAt = performance.now()
      return judged
    },
    log: {
      finish: () => {
        finishedAt = performance.now()
        return Promise.resolve()
      },
    },
  })
  expect(error).toBeNull()
  expect(finishedAt - judgedAt).toBeGreaterThan(20)
})

it('writes how the measurement ended without an answer that takes long', async () => {
  let written!: () => void
  const end = new Promise<void>((resolve) => (written = resolve))
  const { told, error } = await measure(skinFrames(), {
    judge: (frames) => end.then(() => analysis.judge(frames)),
    log: {
      finish: () => {
        written()
        return Promise.resolve()
      },
    },
  })
  expect(error).toBeNull()
  expect(told.map(({ phase }) => phase).slice(-3)).toEqual(['judging', 'judged', 'done'])
})

it('tells how far it is twenty times a second at most', async () => {
  let now = 0
  const { told } = await measure(skinFrames(), {
    plan: { ...PLAN, integrationTimeMs: 10, accumulations: 12 },
    clock: { ...systemClock, monotonicMs: () => now },
    log: {
      append: () => {
        now += 10
        return Promise.resolve(1)
      },
    },
  })
  const progress = told.flatMap((event) =>
    event.phase === 'exposing' ? [{ recorded: event.recorded, remainingMs: event.remainingMs }] : [],
  )
  expect(progress).toEqual([
    { recorded: 0, remainingMs: 120 },
    { recorded: 5, remainingMs: 70 },
    { recorded: 10, remainingMs: 20 },
  ])
})

it('says that an answer which was shown was not kept', async () => {
  const { told, error } = await measure(skinFrames(), {
    log: { saveAnswer: () => Promise.reject(new StokesError('storage.diskFull', 'The disk is full.')) },
  })
  expect(find(told, 'judged')).toBeDefined()
  expect(find(told, 'done')).toBeUndefined()
  expect(error).toMatchObject({
    code: 'storage.diskFull',
    message: 'Every frame was recorded, but the answer that was shown was not kept: The disk is full.',
  })
})

it('tells nothing before the last frame is on the disk', async () => {
  const told = await measure(skinFrames(), {
    log: {
      append: (_id, { sequence }) =>
        sequence === 1
          ? Promise.reject(new StokesError('storage.diskFull', 'Full.'))
          : Promise.resolve(sequence),
    },
  })
  expect(told.error).toMatchObject({ code: 'storage.diskFull' })
  expect(find(told.told, 'judged')).toBeUndefined()
})
