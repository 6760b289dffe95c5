import { spawnSync } from 'node:child_process'
import { aDevice, aFrame, anAnswer, aRecipe, PIXELS } from '../fixtures'
import type { ExportedMeasurement } from './exportedMeasurement'

/* What the tests of the formats begin with. */

/** Two laser frames less a dark one, with an answer; numbers that need all their bits. */
export function aMeasurement(changes: Partial<ExportedMeasurement> = {}): ExportedMeasurement {
  const dark = aFrame(1, {
    laser: 'off',
    laserPowerMilliwatts: 0,
    intensities: new Float64Array(PIXELS).fill(100),
  })
  return {
    of: {
      patient: {
        id: 'patient-1',
        pseudonym: 'P-001',
        yearOfBirth: 1960,
        sex: 'female',
        skinType: 2,
        createdAt: '2026-01-01T00:00:00.000Z',
      },
      lesion: {
        id: 'lesion-1',
        patientId: 'patient-1',
        bodySite: 'arm',
        description: 'left elbow',
        region: null,
        laterality: null,
        suspicion: null,
        lengthMillimetres: null,
        widthMillimetres: null,
        heightMillimetres: null,
        origin: 'simulated',
        createdAt: '2026-01-01T00:00:01.000Z',
      },
      diagnoses: [
        {
          id: 'diagnosis-1',
          lesionId: 'lesion-1',
          operatorId: 'operator-1',
          operatorName: 'Ada',
          label: 'malignant',
          lesionClass: 'melanoma',
          source: 'histopathology',
          diagnosedOn: null,
          laboratory: null,
          reportNumber: null,
          correctsId: null,
          createdAt: '2026-01-03T00:00:00.000Z',
        },
      ],
      notes: [
        {
          id: 'note-1',
          lesionId: 'lesion-1',
          operatorId: 'operator-1',
          operatorName: 'Ada',
          text: 'Called Mrs Müller, 12 May',
          createdAt: '2026-01-02T00:00:00.000Z',
        },
      ],
      combined: {
        probability: 0.30000000000000004,
        label: 'malignant',
        threshold: 0.25,
        spot: 'edge',
        spots: 1,
        spotsMeasured: 2,
        modelName: 'paper-cnn',
        modelHash: 'model-hash',
      },
      spots: ['middle', 'edge'],
    },
    acquisition: {
      id: 'acquisition-1',
      lesionId: 'lesion-1',
      operatorId: 'operator-1',
      operatorName: 'Ada',
      spot: 'edge',
      startedAt: '2026-01-01T12:34:56.000Z',
      finishedAt: '2026-01-01T12:35:00.000Z',
      status: 'complete',
      problem: null,
      origin: 'simulated',
      device: aDevice(),
      plan: { integrationTimeMs: 100, accumulations: 2, darkFrames: 1, laserPowerMilliwatts: 20 },
      framesRecorded: 3,
      file: null,
      stated: { integrationTimeMs: 100, laserPowerMilliwatts: 20, measuredAt: '2026-01-01T12:34:56.000Z' },
    },
    wavenumbers: Float64Array.from(
      { length: PIXELS },
      (_, pixel) => 400 + Math.PI * pixel - pixel ** 2 / 300,
    ),
    frames: [
      { ...dark, kind: 'dark' },
      { ...aFrame(2), kind: 'sample' },
      { ...aFrame(3), kind: 'sample' },
    ],
    mean: Float64Array.from({ length: PIXELS }, (_, pixel) => 902.5 + pixel + 1 / 3),
    calibration: null,
    result: {
      id: 'result-1',
      acquisitionId: 'acquisition-1',
      createdAt: '2026-01-01T12:35:01.000Z',
      answer: anAnswer(),
      recipe: aRecipe,
    },
    ...changes,
  }
}

/** Debian's own interpreter: that is where its packages are. */
const PYTHON = '/usr/bin/python3'

/** Why a package of Python is not to be had here; null where it is. */
export function pythonLacks(packageName: string): string | null {
  const { status } = spawnSync(PYTHON, ['-c', `import ${packageName}`])
  return status === 0 ? null : `${PYTHON} has no package ${packageName}`
}

/** What a program prints, as JSON. */
export function askPython(program: string, ...args: string[]): unknown {
  const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', program, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}
