import type { ReferenceLine } from './referenceLines'

/** Lines that stand so close that an instrument shows them together; one alone as a rule. */
export interface LineGroup {
  lines: readonly ReferenceLine[]
  /** Mean of the positions, weighted by the strengths. */
  position: number
  /** Sum. */
  strength: number
  /**
   * How uncertain `position` is because a lamp has strengths of its own: half of what the weaker lines draw it aside, unit of
   * the positions.
   */
  uncertainty: number
}

/**
 * Lines closer than `resolution` to the next, put together.
 *
 * @param lines ascending
 * @param resolution distance at which two lines are told apart, unit of the positions
 */
export function groupLines(lines: readonly ReferenceLine[], resolution: number): LineGroup[] {
  const groups: ReferenceLine[][] = []
  for (const line of lines) {
    const last = groups.at(-1)
    if (last && line.position - last.at(-1)!.position < resolution) last.push(line)
    else groups.push([line])
  }
  return groups.map((members) => {
    const strength = members.reduce((sum, line) => sum + line.strength, 0)
    const position = members.reduce((sum, line) => sum + line.strength * line.position, 0) / strength
    const strongest = members.reduce((most, line) => (line.strength > most.strength ? line : most))
    return {
      lines: members,
      position,
      strength,
      uncertainty: Math.abs(position - strongest.position) / 2,
    }
  })
}
