import { createHash } from 'node:crypto'
import type { CombinedAnswer, Diagnosis } from '../../contract/cases'
import { measuredAtOf, type ExportedCase, type ExportedMeasurement } from './exportedMeasurement'
import { DISCLAIMER, originSentence } from './metadataOf'

type Resource = { resourceType: string; id: string } & Record<string, unknown>

const genders = { female: 'female', male: 'male', other: 'other', unknown: 'unknown' } as const

/** Tells test data from health data in every system that reads it (HL7 v3 ActReason). */
const TEST_DATA = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  code: 'HTEST',
  display: 'test health data',
}

/**
 * A case as a FHIR R4 bundle (hl7.org/fhir/R4): Patient, BodyStructure, a Device for each instrument, each mean spectrum and each answer
 * as an Observation, each diagnosis, and a DiagnosticReport, preliminary by nature. Spectra are SampledData, which R4 knows of time
 * alone: Raman shift and counts are two components with one value a point, and their `period` of 1 stands for one point.
 */
export function fhirOfCase(
  of: ExportedCase,
  measurements: readonly ExportedMeasurement[],
  { createdAt }: { createdAt: string },
) {
  const { patient, lesion } = of
  const simulated = lesion.origin === 'simulated'
  const subject = reference('Patient', patient.id)
  const devices = new Map(measurements.map(({ acquisition: { device } }) => [device.serialNumber, device]))
  const spectra = measurements.filter(({ mean }) => mean).map((one) => spectrumOf(one, subject))
  const answered = measurements.filter(({ result }) => result)
  const answers = answered.map((one) => answerOf(one, subject))
  const corrected = new Set(of.diagnoses.map(({ correctsId }) => correctsId))
  const diagnoses = of.diagnoses.map((one) => diagnosisOf(one, subject, corrected.has(one.id)))
  const combined = of.combined ? [combinedOf(of.combined, lesion.id, answers, subject)] : []
  const observations = [...spectra, ...answers, ...combined, ...diagnoses]
  const resources: Resource[] = [
    {
      resourceType: 'Patient',
      id: uuidOf('Patient', patient.id),
      identifier: [{ system: 'urn:stokes:pseudonym', value: patient.pseudonym }],
      gender: genders[patient.sex],
      ...(patient.yearOfBirth !== null && { birthDate: String(patient.yearOfBirth) }),
    },
    {
      resourceType: 'BodyStructure',
      id: uuidOf('BodyStructure', lesion.id),
      identifier: [{ system: 'urn:stokes:lesion', value: lesion.id }],
      patient: subject,
      morphology: { text: 'Skin lesion' },
      location: { text: lesion.bodySite },
      ...(lesion.description !== '' && { description: lesion.description }),
    },
    ...[...devices.values()].map((device) => ({
      resourceType: 'Device',
      id: uuidOf('Device', device.serialNumber),
      manufacturer: device.maker,
      deviceName: [{ name: device.model, type: 'model-name' }],
      serialNumber: device.serialNumber,
      type: { text: simulated ? 'Virtual Raman microscope' : 'Raman microscope' },
      ...(device.firmware !== '' && { version: [{ value: device.firmware }] }),
    })),
    ...observations,
    {
      resourceType: 'DiagnosticReport',
      id: uuidOf('DiagnosticReport', lesion.id),
      status: 'preliminary',
      code: { text: 'Raman spectroscopy of a skin lesion' },
      subject,
      issued: createdAt,
      result: observations.map(({ resourceType, id }) => ({
        reference: `urn:uuid:${id}`,
        type: resourceType,
      })),
      conclusion: `${DISCLAIMER} ${originOf(measurements, lesion.origin)}`,
    },
  ]
  return {
    resourceType: 'Bundle',
    id: uuidOf('Bundle', lesion.id),
    type: 'collection',
    timestamp: createdAt,
    entry: resources.map((resource) => ({
      fullUrl: `urn:uuid:${resource.id}`,
      resource: simulated ? { ...resource, meta: { tag: [TEST_DATA] } } : resource,
    })),
  }
}

function spectrumOf(measurement: ExportedMeasurement, subject: object): Resource {
  const { acquisition, wavenumbers, mean } = measurement
  const { device, plan } = acquisition
  const { integrationTimeMs, laserPowerMilliwatts } = acquisition.stated
  const excitation = device.excitationNanometres === null ? '' : `, ${device.excitationNanometres} nm`
  return {
    resourceType: 'Observation',
    id: uuidOf('Observation', acquisition.id),
    status: 'final',
    code: { text: `Raman spectrum${excitation}` },
    subject,
    bodySite: siteOf(measurement),
    ...effective(measurement),
    device: reference('Device', device.serialNumber),
    method: {
      text: `Mean of ${plan.accumulations} frames of ${stated(integrationTimeMs)} ms at ${stated(laserPowerMilliwatts)} mW, less ${plan.darkFrames} dark frames`,
    },
    note: [{ text: originSentence(measurement) }],
    component: [
      { code: { text: 'Raman shift' }, valueSampledData: sampled(wavenumbers, '/cm') },
      { code: { text: 'Counts' }, valueSampledData: sampled(mean ?? [], '{counts}') },
    ],
  }
}

function answerOf(measurement: ExportedMeasurement, subject: object): Resource {
  const { acquisition, result } = measurement
  const { answer, id, createdAt } = result!
  const { probability, label, withheld, threshold, model, quality } = answer
  return {
    resourceType: 'Observation',
    id: uuidOf('Observation', id),
    status: 'preliminary',
    code: { text: 'Probability of malignancy, computed from a Raman spectrum' },
    subject,
    bodySite: siteOf(measurement),
    ...effective(measurement),
    issued: createdAt,
    method: {
      text: `Model ${model.name} ${model.hash}${model.simulated ? ', trained on simulated patients' : ''}; malignant at or above ${threshold}`,
    },
    derivedFrom: [{ reference: `urn:uuid:${uuidOf('Observation', acquisition.id)}` }],
    ...(probability === null
      ? {
          dataAbsentReason: {
            text:
              withheld === 'quality'
                ? quality.reasons.map(({ message }) => message).join(' ') || 'Quality of the spectrum'
                : 'Demonstration: the model may not judge this origin',
          },
        }
      : { valueQuantity: quantity(probability, '1') }),
    ...(label !== null && { interpretation: [{ text: label }] }),
    ...(answer.classes && {
      component: answer.classes.map(({ name, probability: share }) => ({
        code: { text: `Probability of ${name}` },
        valueQuantity: quantity(share, '1'),
      })),
    }),
    note: [{ text: DISCLAIMER }],
  }
}

/** What the spots of the lesion say together. */
function combinedOf(
  { probability, label, threshold, spot, spots, spotsMeasured, modelName, modelHash }: CombinedAnswer,
  lesionId: string,
  answers: readonly Resource[],
  subject: object,
): Resource {
  return {
    resourceType: 'Observation',
    id: uuidOf('CombinedAnswer', lesionId),
    status: 'preliminary',
    code: { text: 'Probability of malignancy of the lesion: the highest of its spots' },
    subject,
    method: {
      text: `The highest of ${spots} answers of ${spotsMeasured} spots, at ${spot}; model ${modelName} ${modelHash}; malignant at or above ${threshold}`,
    },
    derivedFrom: answers.map(({ id }) => ({ reference: `urn:uuid:${id}` })),
    valueQuantity: quantity(probability, '1'),
    interpretation: [{ text: label }],
    note: [{ text: `${DISCLAIMER} What is known of the model holds for one spot.` }],
  }
}

/** R4 leaves it out where nobody said when. */
function effective(measurement: ExportedMeasurement): { effectiveDateTime?: string } {
  const measuredAt = measuredAtOf(measurement)
  return measuredAt === null ? {} : { effectiveDateTime: measuredAt }
}

const stated = (value: number | null): string => (value === null ? 'unstated' : String(value))

const siteOf = ({ of, acquisition }: ExportedMeasurement) => ({
  text: `${of.lesion.bodySite}, ${acquisition.spot}`,
})

function diagnosisOf(
  { id, label, lesionClass, source, diagnosedOn, createdAt }: Diagnosis,
  subject: object,
  corrected: boolean,
): Resource {
  return {
    resourceType: 'Observation',
    id: uuidOf('Observation', id),
    status: corrected ? 'entered-in-error' : 'final',
    code: { text: source === 'histopathology' ? 'Histopathological diagnosis' : 'Clinical diagnosis' },
    subject,
    effectiveDateTime: diagnosedOn ?? createdAt,
    issued: createdAt,
    valueCodeableConcept: { text: `${lesionClass}, ${label}` },
  }
}

/** Values with all their digits, as text: decimals of FHIR have no limit. */
function sampled(values: ArrayLike<number>, unit: string) {
  return { origin: quantity(0, unit), period: 1, dimensions: 1, data: Array.from(values).join(' ') }
}

const quantity = (value: number, code: string) => ({
  value,
  unit: code,
  system: 'http://unitsofmeasure.org',
  code,
})

const reference = (type: string, id: string) => ({ reference: `urn:uuid:${uuidOf(type, id)}`, type })

/** The same resource has the same id in each export; ids of the case log need be no UUIDs. */
function uuidOf(type: string, id: string): string {
  const hex = createHash('sha256').update(`${type}\0${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function originOf(measurements: readonly ExportedMeasurement[], origin: string): string {
  const [first] = measurements
  return first ? originSentence(first) : `Spectra of this lesion are ${origin}.`
}
