import { writeFileSync } from 'node:fs'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'

/**
 * Writes a table of spectra in which one band tells the label, which no model of tissue knows: what learns finds it, and
 * what ships does not.
 */
export function writePatternTable(
  path: string,
  { patients, seed }: { patients: number; seed: number },
): void {
  const random = xoroshiro128plus(seed)
  const wavenumbers = Array.from({ length: 801 }, (_, i) => 400 + 2 * i)
  const lines = Array.from({ length: patients }, (_, index) => {
    const label = index % 2
    const height = 60 * label + 40 * uniformFloat64(random)
    const spectrum = wavenumbers.map((wavenumber) => {
      const tissue = 800 - wavenumber / 4 + 300 * band(wavenumber, 1445, 15) + 200 * band(wavenumber, 1004, 6)
      return (tissue + height * band(wavenumber, 1180, 12) + 10 * uniformFloat64(random)).toFixed(2)
    })
    return [`${seed}-${index}`, label, 'simulated', ...spectrum].join(',')
  })
  writeFileSync(path, [['patient', 'label', 'origin', ...wavenumbers].join(','), ...lines].join('\n'))
}

function band(wavenumber: number, middle: number, width: number): number {
  return Math.exp(-(((wavenumber - middle) / width) ** 2))
}
