import type { Lesion, NewDiagnosis, NewLesion } from '../../contract/cases'
import type { DeviceIdentity, RawFrame } from '../../contract/frame'
import type { ImportFormat } from '../exchange/readSpectra'
import type { ImportedSpectrum } from '../exchange/standardise'
import { newEntry, type Store } from '../store'
import type { Acquisitions } from './acquisitions'
import type { Diagnoses } from './diagnoses'
import type { Frames } from './frames'
import type { Lesions } from './lesions'
import type { Operators } from './operators'
import type { Patients } from './patients'

export type Imports = ReturnType<typeof imports>

/** A file as it was read and found to be good. */
export interface ImportedFile {
  name: string
  /** Of all its bytes. */
  sha256: Uint8Array
  format: ImportFormat
  instrument: { maker: string; model: string; serialNumber: string } | null
  properties: Record<string, string>
  spectra: ImportedSpectrum[]
  /** What the file says of the lesion. */
  diagnosis: Pick<NewDiagnosis, 'label' | 'lesionClass'> | null
}

export interface ImportTarget {
  operatorName: string
  /** The patient whom the lesions belong to; added where there is none. */
  pseudonym: string
  bodySite: NewLesion['bodySite']
  laterality?: Lesion['laterality'] | undefined
}

export interface ImportOutcome {
  /** Of each file that was new. */
  imported: { name: string; lesionId: string; spectra: number }[]
  /** Names of files that the case log holds already. */
  known: string[]
}

interface Parts {
  operators: Operators
  patients: Patients
  lesions: Lesions
  acquisitions: Acquisitions
  frames: Frames
  diagnoses: Diagnoses
}

/** Stands where a file says no exposure, as a plan needs one; nobody reads it: what the file says is `AcquisitionRecord.stated`. */
const UNKNOWN_EXPOSURE_MS = 1

const MOST_DESCRIPTION = 200

/** Spectra of files, as cases of origin "replayed". */
export function imports(store: Store, parts: Parts) {
  const { connection, clock } = store
  const { operators, patients, lesions, acquisitions, frames, diagnoses } = parts

  function knows(sha256: Uint8Array): boolean {
    const sql =
      'SELECT 1 FROM importedFile JOIN lesion ON lesion.id = lesionId WHERE sha256 = @sha256 AND NOT deleted'
    return connection.get(sql, { sha256 }) !== undefined
  }

  function addSpectrum(
    file: ImportedFile,
    spectrum: ImportedSpectrum,
    of: { lesionId: string; operatorId: string },
  ) {
    const device = deviceOf(file, spectrum)
    const integrationTimeMs = spectrum.integrationTimeMs ?? UNKNOWN_EXPOSURE_MS
    const { id } = acquisitions.start({
      ...of,
      device,
      plan: {
        integrationTimeMs,
        accumulations: 1,
        darkFrames: spectrum.dark ? 1 : 0,
        laserPowerMilliwatts: 0,
      },
      wavenumbers: spectrum.wavenumbers,
    })
    const frame = { integrationTimeMs, receivedAt: clock.timestamp() }
    if (spectrum.dark) frames.append(id, importedFrame(0, 'off', spectrum.dark, frame), 'dark')
    frames.append(id, importedFrame(1, 'on', spectrum.intensities, frame), 'sample')
    acquisitions.finish(id, { status: 'complete' })
    return id
  }

  return {
    knows,

    /**
     * Each file becomes a lesion, each spectrum of it a measurement; all of them, or none where one is refused. A file that is known
     * changes nothing.
     */
    add(files: readonly ImportedFile[], target: ImportTarget): ImportOutcome {
      const { operatorName, pseudonym, bodySite, laterality = null } = target
      return connection.transaction(() => {
        const outcome: ImportOutcome = { imported: [], known: [] }
        for (const file of files) {
          if (knows(file.sha256)) {
            outcome.known.push(file.name)
            continue
          }
          const operatorId = operators.ensure(operatorName).id
          const patientId = ensurePatient(patients, pseudonym)
          const description = file.name.slice(0, MOST_DESCRIPTION)
          const lesionId = lesions.add({
            patientId,
            bodySite,
            laterality,
            description,
            origin: 'replayed',
          }).id
          const { id, createdAt } = newEntry(store)
          connection.insert('importedFile', {
            ...{ id, lesionId, operatorId, importedAt: createdAt },
            ...{ sha256: file.sha256, name: file.name, format: file.format },
            properties: JSON.stringify(file.properties),
          })
          for (const [place, spectrum] of file.spectra.entries()) {
            const { name, measuredAt, integrationTimeMs } = spectrum
            const acquisitionId = addSpectrum(file, spectrum, { lesionId, operatorId })
            connection.insert('importedSpectrum', {
              ...{ acquisitionId, fileId: id, place, name, measuredAt, integrationTimeMs },
            })
          }
          if (file.diagnosis) diagnoses.add({ lesionId, operatorId, source: 'clinical', ...file.diagnosis })
          outcome.imported.push({ name: file.name, lesionId, spectra: file.spectra.length })
        }
        return outcome
      })
    },
  }
}

function ensurePatient(patients: Patients, pseudonym: string): string {
  const name = pseudonym.normalize()
  const known = patients.list().find((patient) => patient.pseudonym === name)
  return (known ?? patients.add({ pseudonym: name, yearOfBirth: null, sex: 'unknown', skinType: null })).id
}

function deviceOf({ name, instrument }: ImportedFile, spectrum: ImportedSpectrum): DeviceIdentity {
  const { maker = 'recorded file', model = 'import', serialNumber = '' } = instrument ?? {}
  return {
    maker,
    model,
    serialNumber: serialNumber || name,
    firmware: '',
    origin: 'replayed',
    pixels: spectrum.wavenumbers.length,
    excitationNanometres: spectrum.excitationNanometres,
    saturationCounts: null,
    badPixels: [],
  }
}

function importedFrame(
  sequence: number,
  laser: 'on' | 'off',
  intensities: Float64Array,
  { integrationTimeMs, receivedAt }: Pick<RawFrame, 'integrationTimeMs' | 'receivedAt'>,
): RawFrame {
  return {
    sequence,
    deviceTimeMicroseconds: 0,
    receivedAt,
    integrationTimeMs,
    laser,
    laserPowerMilliwatts: null,
    shutterOpen: laser === 'on',
    detectorTemperatureCelsius: null,
    laserTemperatureCelsius: null,
    saturatedPixels: 0,
    droppedBefore: 0,
    origin: 'replayed',
    intensities,
  }
}
