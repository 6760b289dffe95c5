import { createHmac } from 'node:crypto'
import type { Answer } from '../../contract/answer'
import {
  measuredAtOf,
  type ExportedCase,
  type ExportedFrame,
  type ExportedMeasurement,
} from './exportedMeasurement'

const DAY_MS = 86_400_000
/** Dates move by so many days at most, forwards or backwards, and never by none. */
const MOST_DAYS = 365
const YEARS_OF_BAND = 5
/** Ages above are one group: 45 CFR 164.514(b)(2)(i)(C). */
const OLDEST_AGE = 89

/** What is done to each field, for people and in the manifest of an export. */
export const deidentification = [
  {
    fields: 'ids, pseudonym, serial number of the instrument, passport',
    what: 'keyed hash (HMAC-SHA256), the same in each export with this key',
  },
  {
    fields: 'dates and times',
    what: `moved by a number of days that follows from key and patient (1 to ${MOST_DAYS}, either way); intervals within a patient stay`,
  },
  {
    fields: 'year of birth',
    what: `beginning of ${YEARS_OF_BAND} years; older than ${OLDEST_AGE} when measured: the year of ${OLDEST_AGE + 1}`,
  },
  {
    fields: 'names of spots',
    what: 'numbered, in the order in which they were measured',
  },
  {
    fields:
      'description, names of files, notes, text of problems, of the calibration and of quality gates, operators',
    what: 'left out',
  },
  { fields: 'photos, identity', what: 'never part of an export' },
  { fields: 'spectra, sex, skin type, body site, diagnosis, quality, answer', what: 'kept' },
] as const

/** What stands for ids and dates, as it follows from a key. */
export class Pseudonyms {
  constructor(private readonly key: Uint8Array) {}

  /** Names the key without telling anything of it. */
  get keyName(): string {
    return this.hash('name of the key', '').slice(0, 8)
  }

  id(kind: string, id: string): string {
    return this.hash(kind, id).slice(0, 24)
  }

  /** A timestamp of a patient, moved by whole days. */
  date(patientId: string, timestamp: string): string {
    return new Date(Date.parse(timestamp) + this.days(patientId) * DAY_MS).toISOString()
  }

  private days(patientId: string): number {
    const drawn = Number(BigInt(`0x${this.hash('days', patientId).slice(0, 12)}`) % BigInt(2 * MOST_DAYS))
    return drawn < MOST_DAYS ? drawn - MOST_DAYS : drawn - MOST_DAYS + 1
  }

  private hash(kind: string, text: string): string {
    return createHmac('sha256', this.key).update(`${kind}\0${text}`).digest('hex')
  }
}

/**
 * A measurement as research may have it. Built field by field from what may stay, so that nothing that a later version adds goes out by
 * itself.
 */
export function deidentify(measurement: ExportedMeasurement, names: Pseudonyms): ExportedMeasurement {
  const { acquisition, wavenumbers, frames, mean, calibration, result } = measurement
  const { patient } = measurement.of
  const moved = (timestamp: string) => names.date(patient.id, timestamp)
  const { device, plan } = acquisition
  const measuredAt = measuredAtOf(measurement)
  const acquisitionId = names.id('acquisition', acquisition.id)
  const year = new Date(acquisition.startedAt).getUTCFullYear()
  return {
    of: caseOf(measurement.of, names, year),
    acquisition: {
      id: acquisitionId,
      lesionId: names.id('lesion', acquisition.lesionId),
      operatorId: names.id('operator', acquisition.operatorId),
      operatorName: '',
      spot: spotOf(measurement.of, acquisition.spot),
      startedAt: moved(acquisition.startedAt),
      finishedAt: acquisition.finishedAt && moved(acquisition.finishedAt),
      status: acquisition.status,
      problem: acquisition.problem && { code: acquisition.problem.code, message: '' },
      origin: acquisition.origin,
      device: {
        maker: device.maker,
        model: device.model,
        serialNumber: names.id('instrument', device.serialNumber),
        firmware: device.firmware,
        origin: device.origin,
        pixels: device.pixels,
        excitationNanometres: device.excitationNanometres,
        saturationCounts: device.saturationCounts,
        badPixels: device.badPixels,
      },
      plan: {
        integrationTimeMs: plan.integrationTimeMs,
        accumulations: plan.accumulations,
        darkFrames: plan.darkFrames,
        laserPowerMilliwatts: plan.laserPowerMilliwatts,
      },
      framesRecorded: acquisition.framesRecorded,
      // What files call themselves, and dates in words of their own, say more than anybody can look through.
      file: acquisition.file && { name: '', spectrum: '' },
      stated: {
        integrationTimeMs: acquisition.stated.integrationTimeMs,
        laserPowerMilliwatts: acquisition.stated.laserPowerMilliwatts,
        measuredAt: measuredAt && moved(measuredAt),
      },
    },
    wavenumbers,
    frames: frames.map((frame) => frameOf(frame, moved)),
    mean,
    calibration: calibration && {
      state: calibration.state,
      message: '',
      tip: null,
      passportId: calibration.passportId && names.id('passport', calibration.passportId),
      measuredAt: calibration.measuredAt && moved(calibration.measuredAt),
      expiresAt: calibration.expiresAt && moved(calibration.expiresAt),
    },
    result: result && {
      id: names.id('result', result.id),
      acquisitionId,
      createdAt: moved(result.createdAt),
      answer: { ...result.answer, quality: withoutSentences(result.answer.quality) },
      recipe: result.recipe,
    },
  }
}

function caseOf(of: ExportedCase, names: Pseudonyms, year: number): ExportedCase {
  const { patient, lesion, diagnoses, combined, spots } = of
  const moved = (timestamp: string) => names.date(patient.id, timestamp)
  const patientId = names.id('patient', patient.id)
  const lesionId = names.id('lesion', lesion.id)
  return {
    patient: {
      id: patientId,
      pseudonym: patientId.slice(0, 12),
      yearOfBirth: bandOf(patient.yearOfBirth, year),
      sex: patient.sex,
      skinType: patient.skinType,
      createdAt: moved(patient.createdAt),
    },
    lesion: {
      id: lesionId,
      patientId,
      bodySite: lesion.bodySite,
      description: '',
      region: lesion.region,
      laterality: lesion.laterality,
      suspicion: lesion.suspicion,
      lengthMillimetres: lesion.lengthMillimetres,
      widthMillimetres: lesion.widthMillimetres,
      heightMillimetres: lesion.heightMillimetres,
      origin: lesion.origin,
      createdAt: moved(lesion.createdAt),
    },
    diagnoses: diagnoses.map(
      ({ id, operatorId, label, lesionClass, source, diagnosedOn, correctsId, createdAt }) => ({
        id: names.id('diagnosis', id),
        lesionId,
        operatorId: names.id('operator', operatorId),
        operatorName: '',
        label,
        lesionClass,
        source,
        diagnosedOn: diagnosedOn && moved(`${diagnosedOn}T00:00:00.000Z`).slice(0, 10),
        laboratory: null,
        reportNumber: null,
        correctsId: correctsId && names.id('diagnosis', correctsId),
        createdAt: moved(createdAt),
      }),
    ),
    notes: [],
    combined: combined && {
      probability: combined.probability,
      label: combined.label,
      threshold: combined.threshold,
      spot: spotOf(of, combined.spot),
      spots: combined.spots,
      spotsMeasured: combined.spotsMeasured,
      modelName: combined.modelName,
      modelHash: combined.modelHash,
    },
    spots: spots.map((spot) => spotOf(of, spot)),
  }
}

/** People name spots as they like: what goes out is a number. */
const spotOf = ({ spots }: ExportedCase, spot: string): string => `spot ${spots.indexOf(spot) + 1}`

function bandOf(yearOfBirth: number | null, yearOfMeasurement: number): number | null {
  if (yearOfBirth === null) return null
  if (yearOfMeasurement - yearOfBirth > OLDEST_AGE) return yearOfMeasurement - OLDEST_AGE - 1
  return yearOfBirth - (yearOfBirth % YEARS_OF_BAND)
}

/** Gates and their figures; what they say in words names instruments and days. */
function withoutSentences({ reasons, warnings, figures, ...quality }: Answer['quality']): Answer['quality'] {
  const gateOf = ({ gate }: { gate: string }) => ({ gate, message: '' })
  return {
    ...quality,
    reasons: reasons.map(gateOf),
    ...(warnings && { warnings: warnings.map(gateOf) }),
    figures: figures.map(({ words: _words, ...figure }) => figure),
  }
}

function frameOf(frame: ExportedFrame, moved: (timestamp: string) => string): ExportedFrame {
  return { ...frame, receivedAt: moved(frame.receivedAt) }
}
