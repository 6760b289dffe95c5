import { ramanShift } from '../../../analysis/calibration/ramanShift'
import { lampLines, standardLines, type ReferenceLine } from '../../../analysis/calibration/referenceLines'
import silicon from '../../../../resources/references/silicon.json'
import { lampSchema, shiftStandardSchema } from '../../../contract/calibration'
import type { ReferenceLines } from '../../../contract/passport'

/** Every line that is known, where it stands with this laser (vacuum nm). */
export function referenceOverlay(laserNanometres: number): ReferenceLines[] {
  const at = (lines: readonly ReferenceLine[], wavenumberOf: (position: number) => number) =>
    lines.map(({ position, strength }) => ({ wavenumber: wavenumberOf(position), strength }))
  return [
    ...lampSchema.options.map((name) => ({
      name,
      lines: at(lampLines[name], (nanometres) => ramanShift(laserNanometres, nanometres)),
    })),
    { name: 'silicon', lines: [{ wavenumber: silicon.shift, strength: 1 }] },
    ...shiftStandardSchema.options.map((name) => ({
      name,
      lines: at(standardLines[name].lines, (shift) => shift),
    })),
  ]
}
