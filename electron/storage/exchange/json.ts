import type { ExportedMeasurement } from './exportedMeasurement'
import { DISCLAIMER, metadataOf } from './metadataOf'

/** A document of any number of measurements, piece by piece: all of them may be more than one string can hold. */
export function* jsonOfMeasurements(measurements: Iterable<ExportedMeasurement>): Generator<string> {
  const head = { format: 'stokes-measurements', version: 1, remark: DISCLAIMER }
  yield `${JSON.stringify(head).slice(0, -1)},"measurements":[`
  let first = true
  for (const measurement of measurements) {
    yield `${first ? '' : ','}\n${JSON.stringify(withNumbers(measurement))}`
    first = false
  }
  yield '\n]}\n'
}

/** What is known of a measurement, with its numbers; JSON keeps all of their bits but the sign of zero. */
function withNumbers(measurement: ExportedMeasurement) {
  const { wavenumbers, frames, mean, result } = measurement
  const metadata = metadataOf(measurement)
  return {
    ...metadata,
    axis: { ...metadata.axis, values: Array.from(wavenumbers) },
    frames: metadata.frames.map((frame, index) => ({
      ...frame,
      values: Array.from(frames[index]!.intensities),
    })),
    mean: mean && { ...metadata.mean, values: Array.from(mean) },
    result: result &&
      metadata.result && {
        ...metadata.result,
        grid: { ...metadata.result.grid, values: result.answer.grid },
        processed: result.answer.processed && {
          ...metadata.result.processed,
          values: result.answer.processed,
        },
        saliency: result.answer.saliency && { ...metadata.result.saliency, values: result.answer.saliency },
      },
  }
}
