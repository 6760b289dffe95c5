import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer } from '../contract/answer'
import type { DeviceIdentity, Origin, RawFrame } from '../contract/frame'
import type { Recipe } from '../contract/recipe'
import type { Clock } from '../shared/clock'
import type { NewId } from '../shared/ids'
import { openCaseLog, type CaseLog } from './openCaseLog'

/* What the tests of the case log begin with. */

export const PIXELS = 16

/** A folder of its own, and how to remove it. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'stokes-case-log-'))
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Each reading of this clock is one second after the one before it. */
export function steppingClock(): Clock {
  let seconds = 0
  return {
    timestamp: () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds++)).toISOString(),
    monotonicMs: () => seconds * 1000,
  }
}

function countingIds(): NewId {
  let given = 0
  return () => `id-${++given}`
}

export function openTestLog(
  path: string,
  options: { readOnly?: boolean; clock?: Clock; newId?: NewId; masterKey?: Uint8Array | null } = {},
): CaseLog {
  return openCaseLog({
    path,
    clock: steppingClock(),
    newId: countingIds(),
    softwareVersion: '0.1.0',
    ...options,
  })
}

export function addLesion(
  log: CaseLog,
  { pseudonym = 'P-001', origin = 'simulated' }: { pseudonym?: string; origin?: Origin } = {},
) {
  const operator = log.operators.ensure('Ada')
  const patient = log.patients.add({ pseudonym, yearOfBirth: 1960, sex: 'female', skinType: 2 })
  const lesion = log.lesions.add({
    patientId: patient.id,
    bodySite: 'arm',
    description: 'left elbow',
    origin,
  })
  return { operator, patient, lesion, operatorId: operator.id, lesionId: lesion.id }
}

export function startAcquisition(
  log: CaseLog,
  { lesionId, operatorId }: { lesionId: string; operatorId: string },
) {
  return log.acquisitions.start({
    lesionId,
    operatorId,
    device: aDevice(),
    plan: { integrationTimeMs: 100, accumulations: 3, darkFrames: 2, laserPowerMilliwatts: 20 },
    wavenumbers: anAxis(),
  })
}

export function aDevice(changes: Partial<DeviceIdentity> = {}): DeviceIdentity {
  return {
    maker: 'Stokes',
    model: 'Virtual microscope',
    serialNumber: 'VM-1',
    firmware: '1.0.0',
    origin: 'simulated',
    pixels: PIXELS,
    saturationCounts: 65535,
    badPixels: [7],
    excitationNanometres: 785.02,
    ...changes,
  }
}

export function anAxis(): Float64Array {
  return Float64Array.from({ length: PIXELS }, (_, pixel) => 400 + Math.PI * pixel)
}

export function aFrame(sequence: number, changes: Partial<RawFrame> = {}): RawFrame {
  return {
    sequence,
    deviceTimeMicroseconds: 1_000_000.5 + sequence,
    receivedAt: '2026-01-01T00:00:00.000Z',
    integrationTimeMs: 100,
    laser: 'on',
    laserPowerMilliwatts: 19.8,
    shutterOpen: true,
    detectorTemperatureCelsius: -19.9,
    laserTemperatureCelsius: null,
    saturatedPixels: 0,
    droppedBefore: 0,
    origin: 'simulated',
    intensities: Float64Array.from({ length: PIXELS }, (_, pixel) => 1000 + sequence + pixel),
    ...changes,
  }
}

export const aRecipe: Recipe = {
  name: 'paper',
  steps: [
    { step: 'crop', lo: 532, hi: 1800, margin: 1 },
    { step: 'snv', ddof: 0 },
  ],
}

export function anAnswer(changes: Partial<Answer> = {}): Answer {
  return {
    origin: 'simulated',
    demonstration: false,
    quality: {
      pass: true,
      reasons: [],
      figures: [{ gate: 'saturation', label: 'Saturated', value: 0, unit: 'px', limit: '≤ 0', pass: true }],
    },
    probability: 0.1 + 0.2,
    label: 'malignant',
    classes: null,
    threshold: 0.25,
    withheld: null,
    grid: [600, 601.1, 602.2],
    processed: [0.1, -0, 1 / 3],
    saliency: [0, 0.5, 1],
    saliencyMethod: 'grad-cam',
    saliencyResolution: 16,
    bands: [{ from: 600, to: 602, wavenumber: 601, score: 1, occlusionDrop: 0.4, candidates: [] }],
    model: { name: 'paper-cnn', hash: 'model-hash', simulated: true },
    recipe: { name: 'paper', hash: 'recipe-hash' },
    engine: 'onnx-cpu',
    softwareVersion: '0.1.0',
    computation: null,
    ...changes,
  }
}
