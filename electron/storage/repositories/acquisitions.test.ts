import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acquisitionRecordSchema } from '../../contract/cases'
import {
  addLesion,
  aDevice,
  aFrame,
  anAxis,
  openTestLog,
  startAcquisition,
  steppingClock,
  temporaryFolder,
} from '../fixtures'
import type { CaseLog } from '../openCaseLog'

let log: CaseLog
let remove: () => void

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(join(temporary.folder, 'cases.db'))
})
afterEach(() => {
  log.close()
  remove()
})

const plan = { integrationTimeMs: 100, accumulations: 3, darkFrames: 2, laserPowerMilliwatts: 20 }

describe('acquisitions', () => {
  it('run, take frames and are finished', () => {
    const ids = addLesion(log)
    const started = startAcquisition(log, ids)
    expect(acquisitionRecordSchema.parse(started)).toEqual(started)
    expect(started).toMatchObject({
      status: 'running',
      finishedAt: null,
      device: aDevice(),
      plan,
      framesRecorded: 0,
    })

    log.frames.append(started.id, aFrame(1), 'dark')
    log.frames.append(started.id, aFrame(2), 'sample')
    const finished = log.acquisitions.finish(started.id, { status: 'complete' })
    expect(finished).toMatchObject({ status: 'complete', problem: null, framesRecorded: 2 })
    expect(finished.finishedAt).not.toBeNull()
    expect(log.acquisitions.ofLesion(ids.lesionId)).toEqual([finished])
  })

  it('keep the problem that they failed with', () => {
    const { id } = startAcquisition(log, addLesion(log))
    const problem = {
      code: 'device.unplugged',
      message: 'The cable was pulled.',
      tip: 'Plug it in.',
    } as const
    expect(log.acquisitions.finish(id, { status: 'failed', problem }).problem).toEqual(problem)
  })

  it('are finished once', () => {
    const { id } = startAcquisition(log, addLesion(log))
    log.acquisitions.finish(id, { status: 'cancelled' })
    expect(() => log.acquisitions.finish(id, { status: 'complete' })).toThrow('is never changed')
    expect(() => log.acquisitions.finish('none', { status: 'complete' })).toThrow(
      expect.objectContaining({ code: 'storage.notFound' }),
    )
  })

  it('have the origin of their lesion', () => {
    const { lesionId, operatorId } = addLesion(log, { origin: 'instrument' })
    expect(() => startAcquisition(log, { lesionId, operatorId })).toThrow(
      expect.objectContaining({ code: 'acquisition.originMismatch' }),
    )
  })

  it('have an axis with a point for each pixel', () => {
    const { lesionId, operatorId } = addLesion(log)
    const device = aDevice({ pixels: 1024 })
    expect(() =>
      log.acquisitions.start({ lesionId, operatorId, device, plan, wavenumbers: anAxis() }),
    ).toThrow(expect.objectContaining({ code: 'axis.mismatch' }))
  })

  it('that nobody finished are interrupted when the log is opened again, and by no reader', () => {
    const ids = addLesion(log)
    const running = startAcquisition(log, ids)
    const complete = startAcquisition(log, ids)
    log.acquisitions.finish(complete.id, { status: 'complete' })
    log.frames.append(running.id, aFrame(1), 'dark')

    const reader = openTestLog(log.path, { readOnly: true })
    expect(reader.acquisitions.get(running.id).status).toBe('running')
    reader.close()
    log.close()

    log = openTestLog(log.path, { clock: steppingClock() })
    expect(log.interrupted).toEqual([running.id])
    expect(log.acquisitions.get(running.id)).toMatchObject({
      status: 'interrupted',
      finishedAt: null,
      framesRecorded: 1,
    })
    expect(log.acquisitions.get(complete.id).status).toBe('complete')
  })
})
