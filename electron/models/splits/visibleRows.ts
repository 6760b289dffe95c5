/**
 * The rows of a data set that a run may see: those whose patients are in no external test set. A split of these alone names
 * none of the others.
 */
export function visibleRows(
  rows: readonly { patient: string }[],
  hiddenPatients: Iterable<string>,
): number[] {
  const hidden = new Set(hiddenPatients)
  return [...rows.keys()].filter((row) => !hidden.has(rows[row]!.patient))
}
