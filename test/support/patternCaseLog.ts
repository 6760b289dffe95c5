import type { CaseLog } from '../../electron/storage/openCaseLog'
import { aDevice, addLesion, aFrame, openTestLog } from '../../electron/storage/fixtures'
import { patternSpectra, patternWavenumbers } from './patternTable'

/** Writes a case log of as many patients, each with one lesion that was measured once and has its histopathology. */
export function writePatternCaseLog(path: string, pattern: { patients: number; seed: number }): CaseLog {
  const log = openTestLog(path)
  for (const { patient, label, spectrum } of patternSpectra(pattern)) {
    const { lesionId, operatorId } = addLesion(log, { pseudonym: patient })
    const { id } = log.acquisitions.start({
      ...{ lesionId, operatorId },
      device: aDevice({ pixels: spectrum.length, badPixels: [] }),
      plan: { integrationTimeMs: 100, accumulations: 1, darkFrames: 0, laserPowerMilliwatts: 20 },
      wavenumbers: Float64Array.from(patternWavenumbers),
    })
    log.frames.append(id, aFrame(0, { intensities: Float64Array.from(spectrum) }), 'sample')
    log.acquisitions.finish(id, { status: 'complete' })
    log.diagnoses.add({
      ...{ lesionId, operatorId, source: 'histopathology' },
      ...(label === 1
        ? { label: 'malignant', lesionClass: 'melanoma' }
        : { label: 'benign', lesionClass: 'naevus' }),
    })
  }
  return log
}
