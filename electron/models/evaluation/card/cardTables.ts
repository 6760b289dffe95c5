import type { EvaluationReport, FigureName } from '../../../contract/evaluation'
import { figureText } from '../table2'
import { html, type Html } from '../../../shared/document/html'

const titles: Record<FigureName, string> = {
  accuracy: 'Accuracy',
  balancedAccuracy: 'Balanced accuracy',
  auc: 'Area under the ROC curve',
  averagePrecision: 'Average precision',
  f1: 'F1 (macro)',
  sensitivity: 'Sensitivity',
  specificity: 'Specificity',
  ppv: 'Positive predictive value, in these data',
  npv: 'Negative predictive value, in these data',
  brier: 'Brier score',
  ece: 'Expected calibration error',
  calibrationSlope: 'Calibration slope',
  calibrationIntercept: 'Calibration intercept',
}

/** Whether a figure of the report is one of a simulation. */
export function isSimulated({ model, data }: EvaluationReport): boolean {
  return model.origin === 'simulated' || data.origin === 'simulated'
}

/** A heading over figures says on every page whether they are of a simulation. */
export function figuresHeading(title: string, report: EvaluationReport): Html {
  return html`<h2>
    ${title} ${isSimulated(report) ? [html`<span class="simulated">simulated</span>`] : []}
  </h2>`
}

/** All figures, beside those of the metadata alone. */
export function figureTable(report: EvaluationReport): Html {
  const { metrics, intervals, baselineMetadataOnly: baseline, classes } = report
  const shown = (Object.keys(titles) as FigureName[]).filter((name) => metrics[name] !== null)
  const difference = baseline?.aucDifference
  return html`<section>
    ${figuresHeading('Figures', report)}
    <div class="wide">
      <table>
        <caption>
          With 95 % intervals, resampled by
          patient${classes.length > 2 ? '; means over the classes, each against the rest' : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Model</th>
            ${baseline ? [html`<th scope="col">Age, sex, site and skin type alone</th>`] : []}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (name) =>
              html`<tr>
                <th scope="row">${titles[name]}</th>
                <td class="figure">${figureText(metrics[name], intervals[name])}</td>
                ${baseline ? [html`<td class="figure">${figureText(baseline.metrics[name], baseline.intervals[name])}</td>`] : []}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      report.oracle
        ? [
            html`<p>
              An oracle that is shown the truth behind these simulated spectra reaches an area under the curve
              of ${figureText(report.oracle.auc, report.oracle.interval)}: no model can go beyond it in the
              long run.
            </p>`,
          ]
        : []
    }
    ${
      difference
        ? [
            html`<p>
              Area under the curve beyond age, sex, site and skin type, paired by patient:
              ${figureText(difference.value, difference.interval)}, p = ${difference.p.toFixed(3)}.
            </p>`,
          ]
        : []
    }
  </section>`
}

/** A figure beside the charts. */
export function confusionTable({ confusion, classes }: EvaluationReport): Html {
  return html`<figure>
    <figcaption>What was said of what, at the operating point</figcaption>
    <table class="matrix">
      <thead>
        <tr>
          <th scope="col">Spectra of</th>
          ${classes.map(({ name }) => html`<th scope="col">said ${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${confusion.map(
          (row, index) =>
            html`<tr>
              <th scope="row">${classes[index]!.name}</th>
              ${row.map((count) => html`<td>${count}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </figure>`
}

/** Results by skin type, site and class, where these are known. */
export function subgroupTable(report: EvaluationReport): Html {
  const { subgroups: groups, classes } = report
  if (groups.length === 0) return html``
  const shown = ['auc', 'sensitivity', 'specificity'] as const
  return html`<section>
    ${figuresHeading('By group', report)}
    <div class="wide">
      <table>
        <caption>
          “Too few”: fewer than ten patients of a class; no conclusion is to be drawn
        </caption>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Patients (${classes.map(({ name }) => name).join(' / ')})</th>
            <th scope="col">AUC</th>
            <th scope="col">Sensitivity</th>
            <th scope="col">Specificity</th>
          </tr>
        </thead>
        <tbody>
          ${groups.map(
            (group) =>
              html`<tr class="${group.tooFew ? 'few' : ''}">
                <th scope="row">${group.by}: ${group.group}</th>
                <td>
                  ${group.patients} (${group.perClass.join(' / ')})
                  ${group.tooFew ? [html`<span class="few-mark">too few</span>`] : []}
                </td>
                ${shown.map((name) => html`<td class="figure">${figureText(group.metrics[name], group.intervals[name], 2)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}
