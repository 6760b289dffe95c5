import type { Lamp, ShiftStandard } from '../../contract/calibration'
import argon from '../../../resources/references/argon.json'
import neon from '../../../resources/references/neon.json'
import standards from '../../../resources/references/shiftStandards.json'
import { airToVacuum } from './airToVacuum'

/** A line that is known: nm in vacuum, or cm-1. */
export interface ReferenceLine {
  position: number
  /** Relative to the strongest of its list: 0 to 1. */
  strength: number
}

/** Emission lines of the lamps in vacuum, ascending. */
export const lampLines: Record<Lamp, readonly ReferenceLine[]> = {
  neon: emission(neon.lines),
  argon: emission(argon.lines),
}

interface StandardLines {
  /** Uncertainty (k = 2) of the values, cm-1. */
  meaning: number
  lines: readonly ReferenceLine[]
}

/** Raman shifts of the standards, ascending, cm-1. */
export const standardLines: Record<ShiftStandard, StandardLines> = {
  polystyrene: scattering(standards.standards.polystyrene),
  acetaminophen: scattering(standards.standards.acetaminophen),
  cyclohexane: scattering(standards.standards.cyclohexane),
  naphthalene: scattering(standards.standards.naphthalene),
  calcite: scattering(standards.standards.calcite),
}

function emission(lines: readonly { airNanometres: number; intensity: number }[]): ReferenceLine[] {
  const strongest = Math.max(...lines.map(({ intensity }) => intensity))
  return lines.map(({ airNanometres, intensity }) => ({
    position: airToVacuum(airNanometres),
    strength: intensity / strongest,
  }))
}

/** The guide's strengths are ranks: each stands for about three times the one below. */
function scattering({
  meaning,
  lines,
}: {
  meaning: number
  lines: { shift: number; strength: number }[]
}): StandardLines {
  return {
    meaning,
    lines: lines.map(({ shift, strength }) => ({ position: shift, strength: 3 ** (strength - 4) })),
  }
}
