import { join } from 'node:path/posix'
import { measuredAtOf, type ExportedMeasurement } from './exportedMeasurement'
import { DISCLAIMER, metadataOf, originSentence } from './metadataOf'

/** The part of h5wasm's groups that is written to. */
interface Writable {
  create_group(name: string): Writable
  create_attribute(name: string, data: string): void
  create_dataset(options: { name: string; data: string | number | Float64Array; shape?: number[] }): {
    create_attribute(name: string, data: string): void
  }
}

let written = 0

/**
 * HDF5 in the layout of NeXus NXraman (application definition of NXoptical_spectroscopy, nexusformat.org): one NXentry with
 * instrument, sample, frames as the detector gave them, the mean, and the processed spectrum with its recipe. What the
 * definition asks for and nobody knows (scattering geometry, polarisation) is left out, not invented. Numbers are float64, to
 * the bit.
 */
export async function nexusOfMeasurement(measurement: ExportedMeasurement): Promise<Uint8Array> {
  const { ready, File } = await import('h5wasm/node')
  const { FS } = await ready
  // The library writes files of its own, in memory.
  const name = join('/', `export-${++written}.h5`)
  try {
    const file = new File(name, 'w')
    try {
      file.create_attribute('default', 'entry')
      file.create_attribute('creator', 'Stokes')
      writeEntry(group(file, 'entry', 'NXentry'), measurement)
    } finally {
      file.close()
    }
    return Uint8Array.from(FS.readFile(name))
  } finally {
    FS.unlink(name)
  }
}

function writeEntry(entry: Writable, measurement: ExportedMeasurement): void {
  const { of, acquisition, mean, wavenumbers } = measurement
  entry.create_attribute('default', 'mean')
  put(entry, 'definition', 'NXraman')
  put(entry, 'title', `${of.patient.pseudonym} ${of.lesion.bodySite}`)
  put(entry, 'entry_identifier', acquisition.id)
  put(entry, 'experiment_type', 'Raman spectroscopy')
  put(entry, 'experiment_description', `${originSentence(measurement)} ${DISCLAIMER}`)
  const measuredAt = measuredAtOf(measurement)
  if (measuredAt !== null) put(entry, 'start_time', measuredAt)
  if (acquisition.finishedAt !== null && !acquisition.file) put(entry, 'end_time', acquisition.finishedAt)
  put(entry, 'stokes_metadata', JSON.stringify(metadataOf(measurement)))
  writeInstrument(group(entry, 'instrument', 'NXinstrument'), measurement)
  const sample = group(entry, 'sample', 'NXsample')
  put(sample, 'name', of.patient.pseudonym)
  put(sample, 'situation', 'in vivo skin')
  put(sample, 'description', `${of.lesion.bodySite} ${of.lesion.description}`)
  put(sample, 'stokes_spot', acquisition.spot)
  if (mean) writeData(entry, 'mean', wavenumbers, mean, 'counts')
  writeProcessed(entry, measurement)
  writeAnswer(entry, measurement)
}

function writeInstrument(
  instrument: Writable,
  { acquisition, frames, wavenumbers }: ExportedMeasurement,
): void {
  const { device } = acquisition
  const { integrationTimeMs, laserPowerMilliwatts } = acquisition.stated
  const maker = group(instrument, 'device_information', 'NXfabrication')
  put(maker, 'vendor', device.maker)
  put(maker, 'model', device.model)
  put(maker, 'identifier', device.serialNumber)
  put(instrument, 'firmware', device.firmware)
  const beam = group(instrument, 'beam_incident', 'NXbeam')
  if (device.excitationNanometres !== null)
    put(beam, 'incident_wavelength', device.excitationNanometres, 'nm')
  const source = group(instrument, 'source_laser', 'NXsource')
  put(source, 'type', 'Laser')
  if (laserPowerMilliwatts !== null) put(source, 'power', laserPowerMilliwatts, 'mW')
  const detector = group(instrument, 'detector', 'NXdetector')
  detector.create_attribute('signal', 'frames')
  if (integrationTimeMs !== null) put(detector, 'count_time', integrationTimeMs, 'ms')
  put(detector, 'kind', JSON.stringify(frames.map(({ kind }) => kind)))
  put(
    detector,
    'sequence',
    Float64Array.from(frames, ({ sequence }) => sequence),
  )
  put(detector, 'raman_shift', wavenumbers, '1/cm')
  const counts = new Float64Array(frames.length * wavenumbers.length)
  frames.forEach(({ intensities }, index) => {
    counts.set(intensities, index * wavenumbers.length)
  })
  if (frames.length > 0) {
    const data = detector.create_dataset({
      name: 'frames',
      data: counts,
      shape: [frames.length, wavenumbers.length],
    })
    data.create_attribute('units', 'counts')
  }
}

function writeProcessed(entry: Writable, { result }: ExportedMeasurement): void {
  if (!result) return
  const { answer, recipe } = result
  const process = group(entry, 'recipe', 'NXprocess')
  put(process, 'program', 'Stokes')
  put(process, 'version', answer.softwareVersion)
  put(process, 'name', answer.recipe.name)
  put(process, 'hash', answer.recipe.hash)
  put(process, 'steps', JSON.stringify(recipe))
  const grid = Float64Array.from(answer.grid)
  if (answer.processed)
    writeData(entry, 'processed', grid, Float64Array.from(answer.processed), 'arbitrary units')
  if (answer.saliency) writeData(entry, 'saliency', grid, Float64Array.from(answer.saliency), '')
}

/** What the model said of this spot, and of all spots of the lesion. */
function writeAnswer(entry: Writable, { of: { combined }, result }: ExportedMeasurement): void {
  if (!result) return
  const { probability, label, withheld, threshold, classes, model } = result.answer
  const answer = group(entry, 'answer', 'NXprocess')
  put(answer, 'program', `${model.name} ${model.hash}`)
  put(answer, 'threshold', threshold)
  if (probability !== null) put(answer, 'probability', probability)
  if (label !== null) put(answer, 'label', label)
  if (withheld !== null) put(answer, 'withheld', withheld)
  if (classes) {
    put(answer, 'class_names', JSON.stringify(classes.map(({ name }) => name)))
    put(
      answer,
      'class_probabilities',
      Float64Array.from(classes, (one) => one.probability),
    )
  }
  if (combined) {
    put(answer, 'combined_probability', combined.probability)
    put(answer, 'combined_spots', combined.spots)
  }
}

function writeData(entry: Writable, name: string, x: Float64Array, y: Float64Array, units: string): void {
  const data = group(entry, name, 'NXdata')
  data.create_attribute('signal', 'intensity')
  data.create_attribute('axes', 'raman_shift')
  put(data, 'raman_shift', x, '1/cm')
  put(data, 'intensity', y, units)
}

function group(parent: Writable, name: string, nexusClass: string): Writable {
  const made = parent.create_group(name)
  made.create_attribute('NX_class', nexusClass)
  return made
}

function put(parent: Writable, name: string, data: string | number | Float64Array, units = ''): void {
  // An empty text has no length that HDF5 could keep.
  if (data === '') return
  const dataset = parent.create_dataset({
    name,
    data: typeof data === 'number' ? Float64Array.of(data) : data,
  })
  if (units !== '') dataset.create_attribute('units', units)
}
