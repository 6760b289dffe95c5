import { recordedFrame } from '../../analysis/frames/measuredFrame'
import { sameNumbers } from '../../analysis/sameNumbers'
import { StokesError } from '../../contract/errors'
import type { RecordedSpectra } from '../../devices/replay/readers/readSpectraFile'
import type { MeasuredFrames } from '../../instrument/services/measuredFrames'

interface Recorded {
  files: readonly RecordedSpectra[]
  /** Spectra taken with the laser off, of any number. */
  dark: RecordedSpectra | null
  /** Whether all spectra are accumulations of one measurement. */
  series: boolean
  /** Null where nobody said where the detector ends. */
  saturationCounts: number | null
}

export interface NamedMeasurement {
  name: string
  measured: MeasuredFrames
}

/**
 * What the files hold, as measurements: each spectrum one of its own, or all of them one. A file that `stokes acquire` wrote is
 * one: its frames and dark frames, not their mean.
 * @throws axis.mismatch where the spectra of one measurement stand on different axes
 */
export function measurementsOf({ files, dark, series, saturationCounts }: Recorded): NamedMeasurement[] {
  const device = { origin: 'replayed' as const, badPixels: [], saturationCounts }
  const measurement = (name: string, parts: readonly RecordedSpectra[], off: readonly RecordedSpectra[]) => {
    const axis = parts[0]!.axis
    for (const part of [...parts, ...off]) requireAxis(axis, part.axis)
    const framesOf = (all: readonly RecordedSpectra[]) =>
      all.flatMap(({ spectra }) => spectra.map(({ intensities }) => recordedFrame(intensities)))
    return {
      name,
      measured: { device, wavenumbers: axis, frames: framesOf(parts), darkFrames: framesOf(off) },
    }
  }
  const off = dark ? [dark] : []
  const split = files.map((file) => {
    const named = (word: string) => {
      const spectra = file.spectra.filter(({ name }) => new RegExp(`^${word} \\d+$`).test(name))
      return spectra.length > 0 ? [{ ...file, spectra }] : []
    }
    return { file, frames: named('frame'), dark: named('dark') }
  })
  if (series) {
    const parts = split.flatMap(({ file, frames }) => (frames.length > 0 ? frames : [file]))
    return [measurement('series', parts, [...split.flatMap((one) => one.dark), ...off])]
  }
  return split.flatMap(({ file, frames, dark: own }) => {
    if (frames.length > 0) return [measurement('measurement', frames, [...own, ...off])]
    return file.spectra.map((spectrum) => measurement(spectrum.name, [{ ...file, spectra: [spectrum] }], off))
  })
}

function requireAxis(wanted: Float64Array, axis: Float64Array): void {
  if (sameNumbers(axis, wanted)) return
  throw new StokesError('axis.mismatch', 'The spectra of the measurement stand on different axes.', {
    tip: 'Give files of one instrument with one setting, dark frames too.',
  })
}
