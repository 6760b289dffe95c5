import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StokesError } from '../../contract/errors'
import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { openCaseLog, type CaseLog } from '../../storage/openCaseLog'
import { aStatus } from '../../storage/passportFixtures'
import { CaseLogDesk } from './caseLogDesk'

const device = {
  maker: 'Stokes',
  model: 'VM-785',
  serialNumber: '1',
  firmware: '1',
  origin: 'simulated' as const,
  pixels: 2,
  excitationNanometres: 785,
  saturationCounts: 65_535,
  badPixels: [],
}
const plan = { integrationTimeMs: 10, accumulations: 1, darkFrames: 0, laserPowerMilliwatts: 30 }
const full = new StokesError('storage.diskFull', 'The disk is full.')

let folder: string
let log: CaseLog
let desk: CaseLogDesk
let obstacle: StokesError | null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-desk-'))
  obstacle = null
  desk = new CaseLogDesk(() => {
    if (obstacle) throw obstacle
    log = openCaseLog({
      path: join(folder, 'case-log.sqlite'),
      clock: systemClock,
      newId: randomId,
      softwareVersion: '0',
    })
    return log
  })
})
afterEach(() => {
  desk.close()
  rmSync(folder, { recursive: true })
})

function startAcquisition(): { lesionId: string; acquisitionId: string } {
  const { id: operatorId } = desk.ensureOperator('Ada')
  const { id: patientId } = desk.ensurePatient('P-1')
  const lesion = { patientId, bodySite: 'arm' as const, description: '', origin: 'simulated' as const }
  const { id: lesionId } = desk.addLesion(lesion)
  const wavenumbers = Float64Array.of(600, 601)
  const calibration = aStatus()
  return {
    lesionId,
    acquisitionId: desk.startAcquisition({ lesionId, operatorId, device, plan, wavenumbers, calibration }),
  }
}

it('opens a case log with the first call that can', () => {
  obstacle = new StokesError('storage.locked', 'Another program writes it.')
  expect(() => desk.operators()).toThrow(obstacle)
  obstacle = null
  expect(desk.operators()).toEqual([])
})

it('writes how a measurement ended as soon as that can be written', () => {
  const { lesionId, acquisitionId } = startAcquisition()
  const finish = vi.spyOn(log.acquisitions, 'finish').mockImplementation(() => {
    throw full
  })
  expect(() => {
    desk.finishAcquisition(acquisitionId, { status: 'failed', problem: { code: full.code, message: '' } })
  }).toThrow(full)
  expect(desk.open(lesionId).acquisitions[0]?.status).toBe('running')
  finish.mockRestore()
  expect(desk.open(lesionId).acquisitions[0]).toMatchObject({
    status: 'failed',
    problem: { code: 'storage.diskFull' },
  })
})

it('gives the frames of a complete measurement alone, to be answered', () => {
  const { acquisitionId } = startAcquisition()
  expect(() => desk.recorded(acquisitionId)).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
  desk.finishAcquisition(acquisitionId, { status: 'complete' })
  expect(desk.recorded(acquisitionId)).toMatchObject({
    measured: { device, frames: [], darkFrames: [] },
    entries: [],
  })
})
