import { csvOfMeasurement, csvOfProcessed } from './csv'
import type { ExportedMeasurement } from './exportedMeasurement'
import { jcampOfMeasurement } from './jcamp'
import { metadataOf } from './metadataOf'
import { nexusOfMeasurement } from './nexus'
import { spcOfMeasurement, spcOfProcessed } from './spc'

/** Formats that have files of their own for each measurement. */
export type MeasurementFormat = 'csv' | 'jcamp' | 'spc' | 'hdf5'

export interface MeasurementFile {
  /** What follows the name of the measurement. */
  suffix: string
  content: Iterable<string | Uint8Array>
}

/** The files of a measurement in a format; the spectra first. Those that cannot say all of it have a JSON file beside them. */
export async function measurementFiles(
  format: MeasurementFormat,
  measurement: ExportedMeasurement,
): Promise<MeasurementFile[]> {
  const processed = (measurement.result?.answer.processed ?? null) !== null
  const metadata = (): MeasurementFile => ({
    suffix: '.metadata.json',
    content: [`${JSON.stringify(metadataOf(measurement), null, 2)}\n`],
  })
  switch (format) {
    case 'csv':
      return [
        { suffix: '.csv', content: csvOfMeasurement(measurement) },
        ...(processed ? [{ suffix: '.processed.csv', content: csvOfProcessed(measurement) }] : []),
        metadata(),
      ]
    case 'jcamp':
      return [{ suffix: '.jdx', content: jcampOfMeasurement(measurement) }]
    case 'spc':
      return [
        { suffix: '.spc', content: [spcOfMeasurement(measurement)] },
        ...(processed ? [{ suffix: '.processed.spc', content: [spcOfProcessed(measurement)] }] : []),
        metadata(),
      ]
    case 'hdf5':
      return [{ suffix: '.h5', content: [await nexusOfMeasurement(measurement)] }]
  }
}
