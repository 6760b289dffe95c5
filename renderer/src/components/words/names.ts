import type {
  AcquisitionRecord,
  BodyRegion,
  Diagnosis,
  Lesion,
  LesionClass,
  Patient,
} from '../../../../electron/contract/cases'
import type { LesionLabel } from '../../../../electron/contract/answer'
import type { ConnectionState } from '../../../../electron/contract/device'
import type { Origin } from '../../../../electron/contract/frame'

/* The names of things as a person reads them. Typed by the contract, so that a new word there is asked for here. */

export type Named<Key extends string> = Readonly<Record<Key, string>>

export const bodySiteNames: Named<Lesion['bodySite']> = {
  head: 'Head',
  neck: 'Neck',
  trunk: 'Trunk',
  back: 'Back',
  arm: 'Arm',
  hand: 'Hand',
  leg: 'Leg',
  foot: 'Foot',
  other: 'Other',
}

export const bodyRegionNames: Named<BodyRegion> = {
  scalp: 'Scalp',
  face: 'Face',
  ear: 'Ear',
  neck: 'Neck',
  chest: 'Chest',
  abdomen: 'Abdomen',
  groin: 'Groin',
  upperBack: 'Upper back',
  lowerBack: 'Lower back',
  buttock: 'Buttock',
  shoulder: 'Shoulder',
  upperArm: 'Upper arm',
  forearm: 'Forearm',
  hand: 'Hand',
  thigh: 'Thigh',
  knee: 'Knee',
  lowerLeg: 'Lower leg',
  foot: 'Foot',
}

export const lateralityNames: Named<NonNullable<Lesion['laterality']>> = {
  left: 'Left',
  right: 'Right',
  midline: 'Midline',
}

export const sexNames: Named<Patient['sex']> = {
  female: 'Female',
  male: 'Male',
  other: 'Other',
  unknown: 'Not stated',
}

/** Fitzpatrick skin types, 1 to 6. */
export const skinTypeNames = ['I', 'II', 'III', 'IV', 'V', 'VI'] as const

export const lesionClassNames: Named<LesionClass> = {
  naevus: 'Naevus',
  dysplasticNaevus: 'Dysplastic naevus',
  seborrhoeicKeratosis: 'Seborrhoeic keratosis',
  melanoma: 'Melanoma',
  basalCellCarcinoma: 'Basal cell carcinoma',
  squamousCellCarcinoma: 'Squamous cell carcinoma',
  other: 'Other',
}

export const labelNames: Named<LesionLabel> = { benign: 'Benign', malignant: 'Malignant' }

export const diagnosisSourceNames: Named<Diagnosis['source']> = {
  clinical: 'Clinical',
  histopathology: 'Histopathology',
}

export const acquisitionStatusNames: Named<AcquisitionRecord['status']> = {
  running: 'Running',
  complete: 'Complete',
  cancelled: 'Cancelled',
  failed: 'Failed',
  interrupted: 'Interrupted',
}

export const originNames: Named<Origin> = {
  simulated: 'Simulated',
  replayed: 'Replayed file',
  instrument: 'Instrument',
}

export const connectionNames: Named<ConnectionState> = {
  disconnected: 'Not connected',
  connecting: 'Connecting…',
  idle: 'Connected',
  armed: 'Connected, laser armed',
  acquiring: 'Measuring',
  error: 'Connection failed',
}

/** A patient in one line: `Female · born 1961 · skin type III`. */
export function patientSummary(patient: Pick<Patient, 'sex' | 'yearOfBirth' | 'skinType'>): string {
  const skinType = patient.skinType === null ? null : skinTypeNames[patient.skinType - 1]
  return [
    patient.sex === 'unknown' ? 'Sex not stated' : sexNames[patient.sex],
    patient.yearOfBirth === null ? null : `born ${patient.yearOfBirth}`,
    skinType ? `skin type ${skinType}` : null,
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

/** A lesion in one line: `Left forearm, 3 cm below the elbow`. */
export function lesionName(
  lesion: Pick<Lesion, 'bodySite' | 'description'> & Partial<Pick<Lesion, 'region' | 'laterality'>>,
): string {
  const place = lesion.region ? bodyRegionNames[lesion.region] : bodySiteNames[lesion.bodySite]
  const side =
    lesion.laterality && lesion.laterality !== 'midline' ? lateralityNames[lesion.laterality] : null
  const site = side ? `${side} ${place.toLowerCase()}` : place
  return lesion.description === '' ? site : `${site}, ${lesion.description}`
}

/** An engine as a person knows it: `onnx-cpu` as `ONNX Runtime, CPU`. An unknown one keeps its own name. */
export function engineName(name: string): string {
  const names: Record<string, string> = {
    'onnx-cpu': 'ONNX Runtime, CPU',
    'onnx-cuda': 'ONNX Runtime, CUDA',
    'onnx-webgpu': 'ONNX Runtime, WebGPU',
    'onnx-dml': 'ONNX Runtime, DirectML',
    'onnx-coreml': 'ONNX Runtime, Core ML',
    'tfjs-node-gpu': 'TensorFlow.js, CUDA',
    'tfjs-wasm': 'TensorFlow.js, WebAssembly',
    'tfjs-cpu': 'TensorFlow.js, plain JavaScript',
    typescript: 'Stokes itself, on one processor core',
  }
  return names[name] ?? name
}

/** A group of molecules as a person knows it: `nucleicAcid` as `nucleic acid`. */
export function groupName(group: string): string {
  return group.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

const plainSamples: Record<string, string> = {
  dark: 'Objective covered',
  ambient: 'Nothing, room light',
  saturated: 'Too bright: saturates',
  neon: 'Neon lamp',
  argon: 'Argon lamp',
  silicon: 'Silicon',
  polystyrene: 'Polystyrene',
  acetaminophen: 'Acetaminophen',
  cyclohexane: 'Cyclohexane',
  naphthalene: 'Naphthalene',
  calcite: 'Calcite',
  srm2241: 'Glass of NIST SRM 2241',
}

/** A sample of the virtual microscope as a person reads it: `lesion:melanoma:II:17` as `Melanoma, skin type II, patient 17`. */
export function sampleName(name: string): string {
  const parts = name.split(':')
  const kind = parts.shift() ?? ''
  if (kind !== 'skin' && kind !== 'lesion') return plainSamples[name] ?? name
  const of = kind === 'skin' ? 'healthy skin' : (parts.shift() ?? 'any lesion').replaceAll('-', ' ')
  const [type, patient] = parts
  return [
    of.charAt(0).toUpperCase() + of.slice(1),
    type && `skin type ${type}`,
    patient && patient !== '1' && `patient ${patient}`,
  ]
    .filter(Boolean)
    .join(', ')
}
