import type { Answer } from '../../../../contract/answer'
import type { ModelSummary } from '../../../../contract/system'
import { documentPage } from '../../../../shared/document/documentPage'
import { factList } from '../../../../shared/document/factList'
import { html, type Html } from '../../../../shared/document/html'
import type { ExportedCase, ExportedMeasurement } from '../../../../storage/exchange/exportedMeasurement'
import { spectrumFigure } from './spectrumFigure'

export interface CaseReportAbout {
  /** The model of the answer, where it is at hand: its figures and the patients that they are of. */
  model: ModelSummary | null
  softwareVersion: string
  /** ISO 8601. */
  createdAt: string
}

const marks = { simulated: 'Simulated spectra', replayed: 'Replayed from a file', instrument: null } as const

/**
 * A case as a document, made to be printed and signed: its newest measurement with spectrum, bands, answer, quality and calibration, and
 * what the diagnoses say. No note goes into it.
 */
export function caseReport(
  of: ExportedCase,
  measurements: readonly ExportedMeasurement[],
  about: CaseReportAbout,
): string {
  const { patient, lesion } = of
  const newest = measurements.findLast(({ result }) => result) ?? measurements.at(-1) ?? null
  return documentPage({
    kind: 'Report of a case',
    heading: `${patient.pseudonym}, ${lesion.bodySite}`,
    title: lesion.id,
    simulated: marks[lesion.origin],
    main: [
      ...(newest?.result ? [answerSection(newest.result.answer, about.model)] : [noAnswer()]),
      subject(of),
      ...(newest ? [spectrumSection(newest), measurementSection(newest)] : []),
      ...(newest?.result ? [bandSection(newest.result.answer), qualitySection(newest.result.answer)] : []),
      diagnosisSection(of),
      signature(),
    ],
    ...about,
  })
}

function noAnswer(): Html {
  return html`<section><p class="verdict chance">No answer was computed for this case.</p></section>`
}

function answerSection(answer: Answer, model: ModelSummary | null): Html {
  const { probability, label, withheld, threshold, quality } = answer
  const why =
    withheld === 'quality'
      ? `No answer: ${quality.reasons.map(({ message }) => message).join(' ')}`
      : 'No answer: the model was trained on simulated patients and may not judge this spectrum.'
  const said =
    probability === null || label === null
      ? why
      : `${label === 'malignant' ? 'Malignant' : 'Benign'}: probability of malignancy ${percent(probability)}`
  return html`<section>
    <p class="${label === 'benign' ? 'verdict' : 'verdict chance'}">${said}</p>
    ${factList([
      ['Malignant from', percent(threshold)],
      ...(answer.classes ?? []).map(({ name, probability: share }) => [name, percent(share)] as const),
      ...cohort(answer, model),
    ])}
  </section>`
}

/** Of one probability no interval is known: what is known is how often answers like it were right, and in whom. */
function cohort(answer: Answer, model: ModelSummary | null): (readonly [string, string])[] {
  const own = model?.hash === answer.model.hash ? model : null
  const figures = own?.figures
  return [
    [
      'Model',
      `${answer.model.name}${answer.model.simulated ? ' (simulated patients)' : ''}, ${answer.model.hash.slice(0, 16)}`,
    ],
    ['Cohort', own ? own.provenance : 'the model is not at hand; see its card'],
    [
      'In that cohort',
      figures
        ? `area under the curve ${figures.auc.toFixed(3)} (95 % interval ${figures.aucInterval.map((one) => one.toFixed(3)).join(' to ')}), sensitivity ${percent(figures.sensitivity)}, specificity ${percent(figures.specificity)}, on ${figures.patients} held-out patients`
        : 'no figures are stated',
    ],
    ...(own?.prevalence
      ? ([['Probabilities hold at', `${percent(own.prevalence.calibratedAt)} malignant lesions`]] as const)
      : []),
    ['Recipe', `${answer.recipe.name}, ${answer.recipe.hash.slice(0, 16)}`],
  ]
}

function subject({ patient, lesion }: ExportedCase): Html {
  return html`<section>
    <h2>The lesion</h2>
    ${factList([
      ['Patient', patient.pseudonym],
      ['Year of birth', patient.yearOfBirth === null ? 'not known' : String(patient.yearOfBirth)],
      [
        'Sex, skin type',
        `${patient.sex}, ${patient.skinType === null ? 'not known' : `Fitzpatrick ${patient.skinType}`}`,
      ],
      ['Body site', lesion.bodySite],
      ['Description', lesion.description || 'none'],
      ['Lesion', lesion.id],
    ])}
  </section>`
}

function spectrumSection({ wavenumbers, mean, result }: ExportedMeasurement): Html {
  const answer = result?.answer
  if (answer?.processed) {
    const bands = answer.bands
    const marked = bands.length > 0 ? ' Shaded: the bands that the answer rests on.' : ''
    return html`<section>
      <h2>Spectrum</h2>
      ${spectrumFigure({
        title: `As the model saw it (recipe ${answer.recipe.name}).${marked}`,
        description: `Processed spectrum with ${bands.length} bands`,
        y: 'processed',
        wavenumbers: answer.grid,
        intensities: answer.processed,
        bands,
      })}
    </section>`
  }
  if (!mean) return html``
  return html`<section>
    <h2>Spectrum</h2>
    ${spectrumFigure({
      title: 'Mean of the frames less the dark',
      description: 'Mean spectrum',
      y: 'counts',
      wavenumbers,
      intensities: mean,
    })}
  </section>`
}

function measurementSection({ acquisition, calibration }: ExportedMeasurement): Html {
  const { device, plan } = acquisition
  return html`<section>
    <h2>Measurement and calibration</h2>
    ${factList([
      ['Measured', `${acquisition.startedAt}, by ${acquisition.operatorName || 'nobody named'}`],
      ['Instrument', `${device.maker} ${device.model} ${device.serialNumber}`],
      ['Laser', device.excitationNanometres === null ? 'not known' : `${device.excitationNanometres} nm`],
      [
        'Exposure',
        `${plan.accumulations} × ${plan.integrationTimeMs} ms at ${plan.laserPowerMilliwatts} mW, ${plan.darkFrames} dark frames`,
      ],
      ['Calibration', calibration ? `${calibration.state}. ${calibration.message}` : 'not known'],
      ['Passport', calibration?.passportId ?? 'none'],
      ['Measurement', acquisition.id],
    ])}
  </section>`
}

function bandSection({ bands }: Answer): Html {
  if (bands.length === 0) return html``
  return html`<section>
    <h2>Bands that the answer rests on</h2>
    <table>
      <thead>
        <tr>
          <th>Band (cm⁻¹)</th>
          <th>Weight</th>
          <th>When covered</th>
          <th>Candidates in the literature</th>
        </tr>
      </thead>
      <tbody>
        ${bands.map(
          ({ from, to, score, occlusionDrop, candidates }) =>
            html`<tr>
              <td class="figure">${Math.round(from)} to ${Math.round(to)}</td>
              <td class="figure">${percent(score)}</td>
              <td class="figure">${occlusionDrop > 0 ? 'supports' : 'opposes'}</td>
              <td>
                ${[...new Set(candidates.map(({ molecule }) => molecule))].join(', ') || 'none confirmed'}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}

function qualitySection({ quality }: Answer): Html {
  return html`<section>
    <h2>Quality: ${quality.pass ? 'passed' : 'repeat the measurement'}</h2>
    <table>
      <tbody>
        ${quality.figures.map(
          ({ label, value, words, unit, limit, pass, warn }) =>
            html`<tr>
              <th scope="row">${label}</th>
              <td class="figure">
                ${words ?? (value === null ? 'not known' : `${Number(value.toPrecision(4))} ${unit}`)}
              </td>
              <td>${limit}</td>
              <td>
                ${!pass ? 'not good' : warn ? 'look at it' : value === null && !words ? 'not judged' : 'good'}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}

function diagnosisSection({ diagnoses }: ExportedCase): Html {
  const corrected = new Set(diagnoses.map(({ correctsId }) => correctsId))
  return html`<section>
    <h2>Diagnoses</h2>
    ${
      diagnoses.length === 0
        ? html`<p>None yet.</p>`
        : factList(
            diagnoses.map(
              ({ id, source, lesionClass, label, diagnosedOn, createdAt, laboratory, operatorName }) => [
                source === 'histopathology' ? 'Histopathology' : 'Clinical',
                [
                  `${lesionClass} (${label})`,
                  diagnosedOn ?? createdAt.slice(0, 10),
                  laboratory,
                  operatorName,
                  corrected.has(id) && 'corrected since: it counts no more',
                ]
                  .filter(Boolean)
                  .join(', '),
              ],
            ),
          )
    }
  </section>`
}

function signature(): Html {
  return html`<section class="signature">
    <h2>Reviewed</h2>
    <div><span>Name</span><span>Date</span><span>Signature</span></div>
  </section>`
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
