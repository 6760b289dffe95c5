import type { EvaluationReport } from '../../contract/evaluation'

const FEW_PATIENTS = 30

/** What whoever reads a figure of the report must know, the weightiest first. */
export function caveatsOf(report: Omit<EvaluationReport, 'caveats'>): string[] {
  const { model, data, classes, permutation, outOfDistribution, abstention } = report
  // That patients are not known is said by itself.
  const leaks = report.leakage.filter(({ kind }) => kind !== 'patientsUnknown')
  const few = classes.filter(({ patients }) => patients < FEW_PATIENTS)
  const tooFew = report.subgroups.filter((group) => group.tooFew)
  const baseline = report.baselineMetadataOnly?.aucDifference
  const caveats: [boolean, string][] = [
    [
      !report.distinguishable,
      `Not distinguishable from chance: ${share(permutation.p)} of ${permutation.permutations} permutations of the labels rank at least as well (limit ${share(permutation.alpha)}).`,
    ],
    [
      data.origin === 'simulated' || model.origin === 'simulated',
      'Simulated patients: these are figures of the simulation, not of any clinic.',
    ],
    [data.origin !== model.origin, `Trained on ${model.origin} spectra, evaluated on ${data.origin} ones.`],
    [
      !data.patientsKnown,
      'The data name no patients: each spectrum is taken as one, and all figures are optimistic.',
    ],
    [leaks.length > 0, `Leakage: ${leaks.map(({ text }) => text).join(' ')} Figures may be too good.`],
    [
      baseline !== undefined && baseline.interval !== null && baseline.interval[0] <= 0,
      'Not shown to be better than age, sex, site and skin type alone: the interval of the difference reaches 0.',
    ],
    [
      few.length > 0,
      `Few patients: ${few.map(({ name, patients }) => `${patients} ${name}`).join(', ')}. The intervals are wide, and percentile intervals too narrow.`,
    ],
    [
      true,
      `The calibration error is biased upward on small sets: a perfectly calibrated model would show ${report.eceByChance.toFixed(3)} here, this one shows ${report.metrics.ece?.toFixed(3) ?? 'none'}.`,
    ],
    [
      report.bootstrap.withoutAClass > 0,
      `${report.bootstrap.withoutAClass} of ${report.bootstrap.resamples} resamples lacked a class and are left out of the intervals of figures that need it.`,
    ],
    [
      tooFew.length > 0,
      `Too few patients for a conclusion in ${tooFew.length} of ${report.subgroups.length} subgroups.`,
    ],
    [
      abstention !== undefined && abstention.answered < 1,
      `Of ${share(1 - (abstention?.answered ?? 1))} of the spectra it is not sure enough to answer; the figures count what it would have said. On the others: accuracy ${told(abstention?.metrics.accuracy)}, sensitivity ${told(abstention?.metrics.sensitivity)}, specificity ${told(abstention?.metrics.specificity)}.`,
    ],
    [
      (outOfDistribution?.spectra ?? 0) > 0,
      `${outOfDistribution?.spectra ?? 0} spectra are unlike those that the model was trained on.`,
    ],
  ]
  return caveats.flatMap(([holds, text]) => (holds ? [text] : []))
}

function told(value: number | null | undefined): string {
  return value?.toFixed(3) ?? 'none'
}

function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`
}
