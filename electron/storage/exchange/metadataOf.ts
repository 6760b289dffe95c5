import { hashOfNumbers, type ExportedFrame, type ExportedMeasurement } from './exportedMeasurement'

/** In every file: what the spectra are, and what they are not. */
export const DISCLAIMER = 'Research software, not a medical device.'

const origins = {
  simulated: 'SIMULATED: these spectra come from a virtual microscope, no patient was measured.',
  replayed: 'REPLAYED: these spectra come from a recorded file, they were not measured here.',
  instrument: 'INSTRUMENT: these spectra were measured with a microscope.',
} as const

/** Where the photons came from, as a sentence that stands in each file. */
export function originSentence({ acquisition }: Pick<ExportedMeasurement, 'acquisition'>): string {
  return origins[acquisition.origin]
}

/** All of a measurement that is no spectrum, as one JSON document: who, when, with what, computed how, and the hashes. */
export function metadataOf(measurement: ExportedMeasurement) {
  const { of, acquisition, wavenumbers, frames, mean, calibration, result } = measurement
  const { integrationTimeMs, laserPowerMilliwatts } = acquisition.stated
  return {
    origin: acquisition.origin,
    remark: `${originSentence(measurement)} ${DISCLAIMER}`,
    patient: of.patient,
    lesion: of.lesion,
    diagnoses: of.diagnoses,
    notes: of.notes,
    combined: of.combined,
    acquisition: { ...acquisition, plan: { ...acquisition.plan, integrationTimeMs, laserPowerMilliwatts } },
    calibration,
    axis: { unit: '1/cm', points: wavenumbers.length, sha256: hashOfNumbers(wavenumbers) },
    frames: frames.map((frame) => describeFrame(acquisition.file ? { ...frame, integrationTimeMs } : frame)),
    mean: mean && { unit: 'counts', sha256: hashOfNumbers(mean) },
    result: result && describeResult(result),
  }
}

type DescribedFrame = Omit<ExportedFrame, 'integrationTimeMs'> & { integrationTimeMs: number | null }

function describeFrame({ intensities, ...frame }: DescribedFrame) {
  return { ...frame, sha256: hashOfNumbers(intensities) }
}

function describeResult({ id, createdAt, recipe, answer }: NonNullable<ExportedMeasurement['result']>) {
  const { grid, processed, saliency, ...said } = answer
  return {
    id,
    createdAt,
    answer: said,
    recipe,
    grid: { unit: '1/cm', points: grid.length, sha256: hashOfNumbers(grid) },
    processed: processed && { sha256: hashOfNumbers(processed) },
    saliency: saliency && { sha256: hashOfNumbers(saliency) },
  }
}
