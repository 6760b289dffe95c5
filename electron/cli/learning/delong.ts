import type { Judged } from '../../models/evaluation/compareModels'
import { delongTest, type DelongResult } from '../../models/evaluation/delongTest'
import { onePerPatient } from '../../models/evaluation/onePerPatient'

/** DeLong's test of two models on the same patients; null for more than two classes, or too few patients. */
export function delongOf(first: Judged, second: Judged): DelongResult | null {
  const [a, b] = [first, second].map(({ predictions }) => onePerPatient(predictions))
  if (a!.classes.length > 2) return null
  const result = delongTest(a!.probabilities, b!.probabilities, a!.targets)
  return Number.isNaN(result.p) || Number.isNaN(result.z) ? null : result
}
