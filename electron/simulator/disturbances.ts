/** What can go wrong around a measurement, lasting until it is put right. docs/simulator.md says what each one does. */
export const disturbanceNames = [
  'cosmicRays',
  'saturation',
  'wrongDark',
  'ambientLight',
  'dirtyWindow',
  'looseFibre',
  'warmDetector',
  'interlockOpen',
  'motion',
] as const

export type DisturbanceName = (typeof disturbanceNames)[number]

export type Disturbances = ReadonlySet<DisturbanceName>

export const UNDISTURBED: Disturbances = new Set()
