import { UNDISTURBED, type DisturbanceName } from '../../simulator/disturbances'
import { NO_DRIFT, type Drift } from '../../simulator/drift'
import type { Trouble } from './simulatedTrial'

const disturbed = (name: DisturbanceName): Trouble => {
  const disturbances = new Set([name])
  return { name, at: () => ({ disturbances }) }
}
const drifted = (name: string, drift: Partial<Drift>): Trouble => ({
  name,
  at: () => ({ drift: { ...NO_DRIFT, ...drift } }),
})

/** What is tried: nothing first, then what a technician would see in years. */
export const TROUBLES: readonly Trouble[] = [
  { name: 'none' },
  { name: 'nothing under the objective', sample: 'ambient' },
  { name: 'cap on the objective', sample: 'dark' },
  disturbed('saturation'),
  disturbed('cosmicRays'),
  disturbed('wrongDark'),
  disturbed('ambientLight'),
  disturbed('motion'),
  disturbed('looseFibre'),
  disturbed('dirtyWindow'),
  {
    name: 'lamp on after the dark frame',
    at: (index) => ({ disturbances: index === 0 ? UNDISTURBED : new Set(['ambientLight'] as const) }),
  },
  { name: 'detector 20 K too warm', at: () => ({ detectorTemperatureCelsius: -40 }) },
  { name: 'detector still cooling', at: (index) => ({ detectorTemperatureCelsius: -58.2 - 0.3 * index }) },
  { name: 'laser warming up', at: (index) => ({ laserTemperatureCelsius: 23 + 0.2 * index }) },
  drifted('laser drifted by 0.3 nm', { laserNanometres: 0.3 }),
  drifted('lines moved by 3 px', { shiftPixels: 3 }),
  drifted('a third of the light', { throughput: 1 / 3 }),
]
