import { observedBand } from '../optics/lineShape'
import { SHIFT_GRID, tabulate } from '../optics/shiftGrid'
import type { Sample } from '../sample'
import { LAMPS } from './lamps'
import { RAMAN_STANDARDS } from './ramanStandards'
import { certifiedLuminescence } from './srm2241'

/** Photons per second, mW and cm-1 where the certificate says 1. */
const GLASS_PHOTONS = 4000

/** Light of the room that gets in beside a holder. */
const HOLDER_ROOM_LIGHT = 0.003

const samples: Readonly<Record<string, () => Omit<Sample, 'name'>>> = {
  ...mapped(LAMPS, (lamp) => ({ ...unlit(), lamp })),
  ...mapped(RAMAN_STANDARDS, ({ bands, highest, background }) => {
    const observed = bands.map(([position, width, height]) => observedBand(position, width, highest * height))
    return {
      ...unlit(),
      raman: tabulate((shift) => observed.reduce((sum, band) => sum + band(shift), 0)),
      background: [{ at: () => background, bleachingDoseMillijoules: Infinity }],
    }
  }),
  srm2241: () => ({
    ...unlit(),
    background: [
      { at: (shift) => GLASS_PHOTONS * certifiedLuminescence(shift), bleachingDoseMillijoules: Infinity },
    ],
  }),
}

/** Standards that can lie under the objective. */
export const standardNames: readonly string[] = Object.keys(samples)

/** The standard of that name; undefined where there is none. */
export function standardSample(name: string): Sample | undefined {
  const sample = Object.hasOwn(samples, name) ? samples[name] : undefined
  return sample && { name, ...sample() }
}

function unlit() {
  return {
    raman: new Float64Array(SHIFT_GRID.points),
    background: [],
    roomLight: HOLDER_ROOM_LIGHT,
    doseMillijoules: 0,
  }
}

function mapped<T>(
  table: Readonly<Record<string, T>>,
  make: (entry: T) => Omit<Sample, 'name'>,
): Record<string, () => Omit<Sample, 'name'>> {
  return Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, () => make(entry)]))
}
