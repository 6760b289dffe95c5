import type { EvaluationReport } from '../../../contract/evaluation'
import { documentPage } from '../../../shared/document/documentPage'
import { factList } from '../../../shared/document/factList'
import { html, type Html } from '../../../shared/document/html'
import { figureText } from '../table2'
import { confusionTable, figuresHeading, figureTable, isSimulated, subgroupTable } from './cardTables'
import { percent, reportCharts } from './reportCharts'

/** What a card says beyond the report. */
export interface ModelCardAbout {
  softwareVersion: string
  /** ISO 8601. */
  createdAt: string
  /** How it was made, in the words of whoever registered it: recipe, engine, seed, parameters, split. */
  facts: readonly (readonly [name: string, value: string])[]
}

/**
 * A model card (Mitchell et al., 10.1145/3287560.3287596): a document of its own, without scripts or anything from
 * elsewhere, made to be read and printed.
 */
export function modelCard(report: EvaluationReport, about: ModelCardAbout): string {
  const { model } = report
  return documentPage({
    kind: 'Model card',
    heading: model.name,
    simulated: isSimulated(report) ? 'Simulated patients' : null,
    marks: [`System ${model.system}`],
    main: [
      verdict(report),
      origins(report, about),
      results(report),
      ...(report.malignancy ? [asMalignancy(report.malignancy)] : []),
      methods(report),
    ],
    ...about,
  })
}

function results(report: EvaluationReport): Html {
  return html`${figureTable(report)}${prevalence(report)}
    <section>
      ${figuresHeading('Curves and errors', report)}
      <div class="charts">${reportCharts(report)}${confusionTable(report)}</div>
    </section>
    ${subgroupTable(report)}`
}

/** What a model of several classes answers where it serves. */
function asMalignancy(report: EvaluationReport): Html {
  const { classes, operatingPoint, distinguishable } = report
  return html`<section>
      <h2>The same answers taken as ${classes[0]!.name} or ${classes[1]!.name}</h2>
      <p>
        Probabilities of the ${classes[1]!.name} classes are added up; ${classes[1]!.name} from
        ${percent(operatingPoint.threshold ?? 0.5)} on: ${operatingPoint.rule}.
        ${distinguishable ? '' : 'Not distinguishable from chance.'}
      </p>
    </section>
    ${results(report)}`
}

function verdict({ distinguishable, permutation, caveats }: EvaluationReport): Html {
  const limit = `permutation test by patient, p = ${permutation.p.toFixed(3)}, limit ${permutation.alpha}`
  return html`<section>
    <p class="${distinguishable ? 'verdict' : 'verdict chance'}">
      ${distinguishable ? 'Better than chance' : 'Not distinguishable from chance'} (${limit})
    </p>
    <h2>Before you read a figure</h2>
    <ul class="caveats">
      ${caveats.map((caveat) => html`<li>${caveat}</li>`)}
    </ul>
  </section>`
}

function origins(
  { model, data, classes, n, patients, operatingPoint }: EvaluationReport,
  about: ModelCardAbout,
): Html {
  const { threshold, rule } = operatingPoint
  const composition = classes.map(
    ({ name, spectra, patients: of }) => `${name}: ${spectra} of ${of} patients`,
  )
  const facts: (readonly [string, string])[] = [
    ['Trained on', model.provenance],
    ...about.facts,
    ['Evaluated on', `${data.name}: ${n} spectra of ${patients} patients (${composition.join('; ')})`],
    ['Left out', `${data.excludedPatients} patients that the model was fitted, stopped or calibrated on`],
    ['Origin of the spectra', data.origin],
    [
      'Operating point',
      threshold === null ? rule : `${classes[1]!.name} from ${percent(threshold)} on: ${rule}`,
    ],
    ['Model', model.hash ?? 'not registered'],
    ['Data set', data.hash ?? 'not frozen'],
  ]
  return html`<section>
    <h2>What it was made from and measured on</h2>
    ${factList(facts)}
  </section>`
}

function prevalence(report: EvaluationReport): Html {
  const { prevalence: at, classes } = report
  if (!at) return html``
  return html`<section>
    ${figuresHeading('At the site', report)}
    <p>
      With ${percent(at.site)} ${classes[1]!.name}
      (${at.calibratedAt === null ? 'how many there were' : percent(at.calibratedAt)} where the model was
      calibrated${at.calibratedAt === null ? ' is not known' : ''}): of those called ${classes[1]!.name},
      ${figureText(at.ppv, at.ppvInterval)} are; of those called ${classes[0]!.name},
      ${figureText(at.npv, at.npvInterval)} are.
      ${at.threshold === null ? '' : `The operating point is then a probability of ${percent(at.threshold)}.`}
    </p>
  </section>`
}

function methods({ bootstrap, permutation, outOfDistribution }: EvaluationReport): Html {
  return html`<section>
    <h2>How the figures came about, and their limits</h2>
    <p>
      No patient that the model was fitted, stopped or calibrated on is among those measured. Intervals are
      the middle 95 % of ${bootstrap.resamples} resamples of the patients (seed ${bootstrap.seed}); they tell
      of chance in who was measured, not of another clinic, instrument or year. The permutation test deals the
      labels anew among the patients ${permutation.permutations} times, without training again. The intervals
      of the reliability diagram are Wilson’s for as many observations as there are patients.
    </p>
    ${
      outOfDistribution
        ? [
            html`<p>
              ${outOfDistribution.spectra} spectra (${percent(outOfDistribution.share)}) are beyond the limits
              of what the model was trained on (Hotelling’s T² and residual Q of the training’s principal
              components); accuracy on the others is
              ${figureText(outOfDistribution.accuracyOfFamiliar, null)}.
            </p>`,
          ]
        : []
    }
  </section>`
}
