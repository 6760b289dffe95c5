import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Answer } from '../../../contract/answer'
import { bodySites, lesionClassSchema } from '../../../contract/cases'
import type { RawFrame } from '../../../contract/frame'
import type { Recipe } from '../../../contract/recipe'
import { skinLikeSpectrum } from '../../../instrument/services/skinLikeSpectrum'
import { systemClock } from '../../../shared/clock'
import { softwareVersion } from '../../../shared/softwareVersion'
import { openCaseLog, type CaseLog } from '../../../storage/openCaseLog'
import { tell } from '../../output'

export const FRAMES_OF_A_CASE = 10
export const PIXELS = 1024
const CASES_AT_ONCE = 200
const START = Date.UTC(2016, 0, 1)
/** Ten years of cases, whatever their number. */
const SPAN_MS = 10 * 365.25 * 24 * 3_600_000

interface Template {
  answer: Answer
  recipe: Recipe
}

/**
 * Writes a case log of so many raw spectra, ten a case, each case with an answer and every second one with a diagnosis: through the
 * repositories, as it is written by measuring, but for many cases in one transaction. A file that is there is taken as it is.
 */
export function buildLog(path: string, spectra: number, template: Template): void {
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true })
  const unfinished = `${path}.unfinished`
  for (const each of [unfinished, `${unfinished}-wal`, `${unfinished}-shm`]) rmSync(each, { force: true })
  const cases = Math.ceil(spectra / FRAMES_OF_A_CASE)
  let at = START
  const clock = { ...systemClock, timestamp: () => new Date(at).toISOString() }
  const log = openCaseLog({
    ...{ path: unfinished, clock, newId: () => randomUUID(), softwareVersion: softwareVersion() },
    ...{ masterKey: null, program: 'stokes bench' },
  })
  try {
    const noise = noiseOf(1)
    for (let done = 0; done < cases; done += CASES_AT_ONCE) {
      log.together(() => {
        for (let index = done; index < Math.min(cases, done + CASES_AT_ONCE); index++) {
          at = START + (index / cases) * SPAN_MS
          addCase(log, index, template, noise)
        }
      })
      if ((done / CASES_AT_ONCE) % 50 === 0) tell(`case log of the bench: ${done} of ${cases} cases`)
    }
  } finally {
    log.close()
  }
  renameSync(unfinished, path)
}

const { axis, spectrum: skin } = skinLikeSpectrum(PIXELS)

function addCase(log: CaseLog, index: number, { answer, recipe }: Template, noise: () => number): void {
  const operator = log.operators.ensure(`Operator ${index % 7}`)
  const patient = log.patients.add({
    pseudonym: `P-${String(index).padStart(7, '0')}`,
    yearOfBirth: 1930 + (index % 80),
    sex: index % 2 === 0 ? 'female' : 'male',
    skinType: 1 + (index % 6),
  })
  const lesion = log.lesions.add({
    patientId: patient.id,
    bodySite: bodySites[index % bodySites.length]!,
    description: index % 997 === 0 ? 'seldom found words' : 'beside the seam',
    origin: 'simulated',
  })
  const { id: acquisitionId } = log.acquisitions.start({
    lesionId: lesion.id,
    operatorId: operator.id,
    device: deviceOfBench,
    plan: {
      integrationTimeMs: 1000,
      accumulations: FRAMES_OF_A_CASE - 1,
      darkFrames: 1,
      laserPowerMilliwatts: 25,
    },
    wavenumbers: axis,
  })
  const frames = Array.from({ length: FRAMES_OF_A_CASE }, (_, sequence) =>
    log.frames.append(acquisitionId, frameOf(sequence, index, noise), sequence === 0 ? 'dark' : 'sample'),
  )
  log.acquisitions.finish(acquisitionId, { status: 'complete' })
  const probability = (index % 100) / 100
  log.results.add({
    ...{ acquisitionId, frames, recipe },
    answer: {
      ...answer,
      ...{ probability, label: probability >= answer.threshold ? 'malignant' : 'benign' },
      withheld: null,
      processed: answer.processed!.map((value) => value + 0.01 * noise()),
    },
  })
  if (index % 2 === 0) {
    const lesionClass = lesionClassSchema.options[index % lesionClassSchema.options.length]!
    log.diagnoses.add({
      lesionId: lesion.id,
      operatorId: operator.id,
      label: 'benign',
      lesionClass,
      source: 'clinical',
    })
  }
}

const deviceOfBench = {
  ...{ maker: 'Stokes', model: 'Virtual microscope', serialNumber: 'VM-1', firmware: '1.0.0' },
  ...{ origin: 'simulated' as const, pixels: PIXELS, saturationCounts: 65_535, badPixels: [] },
  excitationNanometres: 785,
}

/** Counts with the noise of photons, which no codec can take away. */
export function frameOf(sequence: number, index: number, noise: () => number): RawFrame {
  const share = sequence === 0 ? 0.05 : 0.3 + (index % 50) / 100
  return {
    ...{ sequence, deviceTimeMicroseconds: sequence * 1e6, receivedAt: new Date(START).toISOString() },
    ...{ integrationTimeMs: 1000, laser: sequence === 0 ? 'off' : 'on', laserPowerMilliwatts: 25 },
    ...{ shutterOpen: true, detectorTemperatureCelsius: -10, laserTemperatureCelsius: 25 },
    ...{ saturatedPixels: 0, droppedBefore: 0, origin: 'simulated' },
    intensities: skin.map((counts) => {
      const mean = 600 + share * counts
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * noise()))
    }),
  }
}

/** About normal, mean 0, standard deviation 1: the sum of four uniform numbers of a linear congruential generator. */
export function noiseOf(seed: number): () => number {
  let state = seed
  const uniform = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  return () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3)
}
