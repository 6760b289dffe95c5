import { createHash } from 'node:crypto'
import { prepareLinear } from '../../analysis/preprocessing/prepareLinear'
import { requireAscending } from '../../analysis/preprocessing/requireAscending'
import { sameNumbers } from '../../analysis/sameNumbers'
import { StokesError } from '../../contract/errors'
import type { Origin } from '../../contract/frame'
import { groupBy } from '../../shared/groupBy'
import { checkDataSet } from './checkDataSet'
import type { DataSet, DataSetRow } from './dataSet'

/** A measurement of a case log with what was found of its lesion. */
export interface MeasuredCase {
  row: Omit<DataSetRow, 'label' | 'axisVariant'>
  label: 'benign' | 'malignant'
  origin: Origin
  /** cm-1, ascending. */
  wavenumbers: Float64Array
  /** Counts, on `wavenumbers`. */
  spectrum: Float64Array
}

/** A shorter common range is that of two instruments that have little in common. */
const LEAST_RANGE = 200

/**
 * A data set of measurements. Instruments differ in their axes: the one that most spectra stand on, cut to what all cover,
 * becomes the axis of all; the others are interpolated linearly between their pixels, as simulated cohorts are. Each row
 * then names the axis it came from.
 * @throws StokesError `dataset.mixedOrigins`, `dataset.oneClass`, `dataset.invalid`, `axis.notCovered`
 */
export function dataSetOfCases(name: string, cases: readonly MeasuredCase[]): DataSet {
  const [first] = cases
  if (!first) {
    throw new StokesError('dataset.invalid', `${name} has no case with a diagnosis and a good spectrum.`, {
      tip: 'Enter what histopathology found, then choose the cases again.',
    })
  }
  const origins = new Set(cases.map(({ origin }) => origin))
  if (origins.size > 1) {
    const counts = [...origins].map((one) => `${cases.filter(({ origin }) => origin === one).length} ${one}`)
    throw new StokesError('dataset.mixedOrigins', `${name} has ${counts.join(' and ')} spectra.`, {
      tip: 'Origins are never mixed: choose one.',
    })
  }
  const variants = groupBy(cases, ({ wavenumbers }) => axisName(wavenumbers))
  const several = variants.size > 1
  const axis = commonAxis(
    [...variants.values()].map((of) => ({ axis: of[0]!.wavenumbers, spectra: of.length })),
  )
  const bringers = new Map([...variants].map(([variant, of]) => [variant, bringTo(axis, of[0]!.wavenumbers)]))

  const classes = ['benign', 'malignant'] as const
  const spectra = new Float64Array(cases.length * axis.length)
  const rows = cases.map(({ row, label, wavenumbers, spectrum }, index) => {
    const axisVariant = axisName(wavenumbers)
    spectra.set(bringers.get(axisVariant)!(spectrum), index * axis.length)
    return { ...row, label: classes.indexOf(label), ...(several && { axisVariant }) }
  })
  return checkDataSet({ name, origin: first.origin, classes, axis, rows, spectra, patientsKnown: true })
}

function commonAxis(variants: readonly { axis: Float64Array; spectra: number }[]): Float64Array {
  for (const { axis } of variants) requireAscending(axis)
  const most = variants.reduce((best, one) => (one.spectra > best.spectra ? one : best))
  const from = Math.max(...variants.map(({ axis }) => axis[0]!))
  const to = Math.min(...variants.map(({ axis }) => axis.at(-1)!))
  if (to - from < LEAST_RANGE) {
    throw new StokesError(
      'axis.notCovered',
      `The ${variants.length} axes of the spectra have ${from.toFixed(0)} to ${to.toFixed(0)} cm-1 in common, less than ${LEAST_RANGE} cm-1.`,
      { tip: 'Leave out the instrument that measures another range.' },
    )
  }
  return most.axis.filter((wavenumber) => wavenumber >= from && wavenumber <= to)
}

/** How spectra of one axis come to stand on another, which it covers. */
function bringTo(axis: Float64Array, own: Float64Array): (spectrum: Float64Array) => Float64Array {
  if (sameNumbers(own, axis)) return (spectrum) => spectrum
  const interpolate = prepareLinear(own, axis)
  return (spectrum) => {
    const brought = new Float64Array(axis.length)
    interpolate(spectrum, brought)
    return brought
  }
}

function axisName(wavenumbers: Float64Array): string {
  const { buffer, byteOffset, byteLength } = wavenumbers
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')
    .slice(0, 8)
}
