import { StokesError } from '../../contract/errors'

function mean(frames: readonly Float64Array[], pixels: number): Float64Array {
  const sum = new Float64Array(pixels)
  for (const frame of frames) {
    if (frame.length !== pixels) {
      throw new StokesError(
        'spectrum.lengthMismatch',
        `A frame has ${frame.length} pixels where the others have ${pixels}.`,
        { tip: 'Repeat the acquisition; if it happens again, disconnect and connect the instrument.' },
      )
    }
    for (let pixel = 0; pixel < pixels; pixel += 1) sum[pixel]! += frame[pixel]!
  }
  for (let pixel = 0; pixel < pixels; pixel += 1) sum[pixel]! /= frames.length
  return sum
}

/**
 * The mean of repeated exposures less the mean of the dark ones.
 *
 * @param frames counts with the laser on, one array of `pixels` each; at least one
 * @param darkFrames counts of the same integration time with the laser off; may be empty
 * @returns mean counts, `pixels` long; negative where noise made the dark frame higher
 * @throws spectrum.empty without frames; spectrum.lengthMismatch when the frames differ in length
 */
export function accumulate(
  frames: readonly Float64Array[],
  darkFrames: readonly Float64Array[],
): Float64Array {
  const [first] = frames
  if (!first || first.length === 0) {
    throw new StokesError('spectrum.empty', 'There is no frame to compute a spectrum from.', {
      tip: 'Repeat the acquisition.',
    })
  }
  const spectrum = mean(frames, first.length)
  if (darkFrames.length > 0) {
    const dark = mean(darkFrames, first.length)
    for (let pixel = 0; pixel < spectrum.length; pixel += 1) spectrum[pixel]! -= dark[pixel]!
  }
  return spectrum
}
