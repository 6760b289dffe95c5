import { writeFileSync } from 'node:fs'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'

interface Pattern {
  patients: number
  seed: number
  /** Every second benign lesion is dysplastic, with a band of its own at 1300 cm-1, and the table has a column for it. */
  dysplastic?: boolean
}

/** cm-1 */
export const patternWavenumbers = Array.from({ length: 801 }, (_, i) => 400 + 2 * i)

/**
 * Spectra in which one band tells the label, which no model of tissue knows: what learns finds it, and what ships does
 * not.
 */
export function patternSpectra({ patients, seed, dysplastic = false }: Pattern) {
  const random = xoroshiro128plus(seed)
  return Array.from({ length: patients }, (_, index) => {
    const label = index % 2
    const lesionClass = dysplastic && index % 4 === 0 ? 'dysplastic' : label === 1 ? 'malignant' : 'benign'
    const height = 60 * label + 40 * uniformFloat64(random)
    const spectrum = patternWavenumbers.map((wavenumber) => {
      const tissue = 800 - wavenumber / 4 + 300 * band(wavenumber, 1445, 15) + 200 * band(wavenumber, 1004, 6)
      const own =
        height * band(wavenumber, 1180, 12) +
        (lesionClass === 'dysplastic' ? 80 * band(wavenumber, 1300, 12) : 0)
      return tissue + own + 10 * uniformFloat64(random)
    })
    return { patient: `${seed}-${index}`, label, lesionClass, spectrum }
  })
}

/** Writes {@link patternSpectra} as a table. */
export function writePatternTable(path: string, pattern: Pattern): void {
  const classes = pattern.dysplastic ? ['class'] : []
  const lines = patternSpectra(pattern).map(({ patient, label, lesionClass, spectrum }) =>
    [
      patient,
      label,
      'simulated',
      ...classes.map(() => lesionClass),
      ...spectrum.map((counts) => counts.toFixed(2)),
    ].join(','),
  )
  writeFileSync(
    path,
    [['patient', 'label', 'origin', ...classes, ...patternWavenumbers].join(','), ...lines].join('\n'),
  )
}

function band(wavenumber: number, middle: number, width: number): number {
  return Math.exp(-(((wavenumber - middle) / width) ** 2))
}
