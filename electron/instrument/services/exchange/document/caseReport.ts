import type { Answer } from '../../../../contract/answer'
import type { ModelSummary } from '../../../../contract/system'
import type { CaseSignature } from '../../../../contract/trust'
import type { ExportedCase, ExportedMeasurement } from '../../../../storage/exchange/exportedMeasurement'
import type { Facts, Paper, Section } from './paper'
import { spectrumFigure } from './spectrumFigure'

export interface CaseReportAbout {
  /** The model of the answer, where it is at hand: its figures and the patients that they are of. */
  model: ModelSummary | null
  /** Oldest first. */
  signatures: readonly CaseSignature[]
  softwareVersion: string
  /** ISO 8601. */
  createdAt: string
}

const marks = { simulated: 'Simulated spectra', replayed: 'Replayed from a file', instrument: null } as const

/** The measurement that a report is about: the newest with an answer, else the newest. */
export function reportedMeasurement(
  measurements: readonly ExportedMeasurement[],
): ExportedMeasurement | null {
  return measurements.findLast(({ result }) => result) ?? measurements.at(-1) ?? null
}

/**
 * A case as a paper, made to be printed and signed: its newest measurement with spectrum, bands, answer, quality and calibration, what
 * its spots say together, who signed it, and what the diagnoses say. No note goes into it.
 */
export function caseReport(
  of: ExportedCase,
  measurements: readonly ExportedMeasurement[],
  { model, signatures, ...about }: CaseReportAbout,
): Paper {
  const { patient, lesion } = of
  const newest = reportedMeasurement(measurements)
  const answer = newest?.result?.answer
  const sections: Section[] = [
    answer ? answerSection(answer, model) : noAnswer,
    subject(of),
    spotSection(of, measurements),
    ...(newest ? [spectrumSection(newest), measurementSection(newest)] : []),
    ...(answer ? [bandSection(answer), qualitySection(answer)] : []),
    diagnosisSection(of),
    signatureSection(signatures),
  ]
  return {
    kind: 'Report of a case',
    heading: `${patient.pseudonym}, ${lesion.bodySite}`,
    title: lesion.id,
    simulated: marks[lesion.origin],
    sections: sections.filter(({ length }) => length > 0),
    ...about,
  }
}

const noAnswer: Section = [{ kind: 'verdict', tone: 'chance', text: 'No answer was computed for this case.' }]

function answerSection(answer: Answer, model: ModelSummary | null): Section {
  const { probability, label, classes, threshold } = answer
  const said =
    probability === null || label === null
      ? whyNone(answer)
      : `${label === 'malignant' ? 'Malignant' : 'Benign'}: probability of malignancy ${percent(probability)}`
  return [
    { kind: 'verdict', tone: label === 'benign' ? 'good' : 'chance', text: said },
    {
      kind: 'facts',
      facts: [
        ['Malignant from', percent(threshold)],
        ...(classes ?? []).map(
          ({ name, malignant, probability: share }) =>
            [name, `${percent(share)} (${malignant ? 'malignant' : 'benign'})`] as const,
        ),
        ...cohort(answer, model),
      ],
    },
  ]
}

function whyNone({ withheld, quality }: Answer): string {
  return withheld === 'quality'
    ? `No answer: ${quality.reasons.map(({ message }) => message).join(' ') || 'the spectrum is not good enough.'}`
    : 'No answer: the model was trained on simulated patients and may not judge this spectrum.'
}

/** Of one probability no interval is known: what is known is how often answers like it were right, and in whom. */
function cohort(answer: Answer, model: ModelSummary | null): Facts {
  const own = model?.hash === answer.model.hash ? model : null
  const figures = own?.figures
  const interval = figures?.aucInterval.map((one) => one.toFixed(3)).join(' to ')
  return [
    [
      'Model',
      `${answer.model.name}${answer.model.simulated ? ' (simulated patients)' : ' (measured patients)'}, ${answer.model.hash.slice(0, 16)}`,
    ],
    ['Cohort', own ? own.provenance : 'the model is not at hand; see its card'],
    [
      'In that cohort',
      figures
        ? `area under the curve ${figures.auc.toFixed(3)} (95 % interval ${interval}), sensitivity ${percent(figures.sensitivity)}, specificity ${percent(figures.specificity)}, on ${figures.patients} held-out ${own.simulated ? 'simulated ' : ''}patients`
        : 'no figures are stated',
    ],
    ...(own?.prevalence
      ? ([['Probabilities hold at', `${percent(own.prevalence.calibratedAt)} malignant lesions`]] as const)
      : []),
    ['Recipe', `${answer.recipe.name}, ${answer.recipe.hash.slice(0, 16)}`],
  ]
}

function subject({ patient, lesion }: ExportedCase): Section {
  const { yearOfBirth, sex, skinType, pseudonym } = patient
  const { region, laterality, lengthMillimetres, widthMillimetres, heightMillimetres } = lesion
  const sizes = [lengthMillimetres, widthMillimetres, heightMillimetres].filter((size) => size !== null)
  const where = [lesion.bodySite, region, laterality].filter(Boolean).join(', ')
  return [
    { kind: 'heading', text: 'The lesion' },
    {
      kind: 'facts',
      facts: [
        ['Patient', pseudonym],
        ['Year of birth', yearOfBirth === null ? 'not known' : String(yearOfBirth)],
        ['Sex, skin type', `${sex}, ${skinType === null ? 'not known' : `Fitzpatrick ${skinType}`}`],
        ['Body site', where],
        ['Description', lesion.description || 'none'],
        ...(sizes.length > 0 ? ([['Size', `${sizes.join(' × ')} mm`]] as const) : []),
        ...(lesion.suspicion ? ([['Suspicion', lesion.suspicion]] as const) : []),
        ['Lesion', lesion.id],
      ],
    },
  ]
}

/** The newest answer of each spot, and what they say together. */
function spotSection(
  { combined, spots }: ExportedCase,
  measurements: readonly ExportedMeasurement[],
): Section {
  if (spots.length < 2) return []
  const rows = spots.flatMap((spot) => {
    const newest = measurements.findLast(({ acquisition, result }) => acquisition.spot === spot && result)
    const answer = newest?.result?.answer
    if (!newest || !answer) return [[spot, 'not measured to the end', '']]
    const said =
      answer.probability === null ? whyNone(answer) : `${answer.label}, ${percent(answer.probability)}`
    return [[spot, newest.acquisition.startedAt.slice(0, 16).replace('T', ' '), said]]
  })
  return [
    { kind: 'heading', text: 'Spots of the lesion' },
    { kind: 'table', head: ['Spot', 'Measured (UTC)', 'Newest answer'], rows },
    {
      kind: 'text',
      text: combined
        ? `Together: ${combined.label}, ${percent(combined.probability)}, the highest of ${combined.spots} of ${combined.spotsMeasured} spots (${combined.spot}), all by ${combined.modelName}. The highest of several is higher than one alone: what is known of the model holds for one spot.`
        : 'No answer counts for all of them.',
    },
  ]
}

function spectrumSection({ wavenumbers, mean, result }: ExportedMeasurement): Section {
  const answer = result?.answer
  if (answer?.processed) {
    const { bands, grid, processed } = answer
    const marked = bands.length > 0 ? ' Shaded: the bands that the answer rests on.' : ''
    const description = `Processed spectrum with ${bands.length} bands`
    const svg = spectrumFigure({
      description,
      y: 'processed',
      wavenumbers: grid,
      intensities: processed,
      bands,
    })
    return [
      { kind: 'heading', text: 'Spectrum' },
      { kind: 'figure', caption: `As the model saw it (recipe ${answer.recipe.name}).${marked}`, svg },
    ]
  }
  if (!mean) return []
  const svg = spectrumFigure({ description: 'Mean spectrum', y: 'counts', wavenumbers, intensities: mean })
  return [
    { kind: 'heading', text: 'Spectrum' },
    { kind: 'figure', caption: 'Mean of the frames less the dark', svg },
  ]
}

function measurementSection({ acquisition, calibration }: ExportedMeasurement): Section {
  const { device, plan, file, operatorName } = acquisition
  const { integrationTimeMs, laserPowerMilliwatts, measuredAt } = acquisition.stated
  const [time, power] = [integrationTimeMs, laserPowerMilliwatts].map((value) => value ?? 'unstated')
  return [
    { kind: 'heading', text: 'Measurement and calibration' },
    {
      kind: 'facts',
      facts: [
        ['Measured', `${measuredAt ?? 'nobody stated when'}, at ${acquisition.spot}`],
        file
          ? [
              'Out of a file',
              `${[file.name, file.spectrum].filter(Boolean).join(', ')}, on ${acquisition.startedAt}`,
            ]
          : ['By', operatorName || 'nobody named'],
        ['Instrument', `${device.maker} ${device.model} ${device.serialNumber}`],
        ['Laser', device.excitationNanometres === null ? 'not known' : `${device.excitationNanometres} nm`],
        ['Exposure', `${plan.accumulations} × ${time} ms at ${power} mW, ${plan.darkFrames} dark frames`],
        ['Calibration', calibration ? `${calibration.state}. ${calibration.message}` : 'not known'],
        ['Passport', calibration?.passportId ?? 'none'],
        ['Measurement', acquisition.id],
      ],
    },
  ]
}

function bandSection({ bands }: Answer): Section {
  if (bands.length === 0) return []
  return [
    { kind: 'heading', text: 'Bands that the answer rests on' },
    {
      kind: 'table',
      head: ['Band (cm⁻¹)', 'Weight', 'When covered', 'Candidates in the literature'],
      rows: bands.map(({ from, to, score, occlusionDrop, candidates }) => [
        `${Math.round(from)} to ${Math.round(to)}`,
        percent(score),
        occlusionDrop > 0 ? 'supports' : 'opposes',
        [...new Set(candidates.map(({ molecule }) => molecule))].join(', ') || 'none confirmed',
      ]),
    },
  ]
}

function qualitySection({ quality }: Answer): Section {
  return [
    { kind: 'heading', text: `Quality: ${quality.pass ? 'passed' : 'repeat the measurement'}` },
    {
      kind: 'table',
      head: ['Gate', 'Found', 'Wanted', 'Judged'],
      rows: quality.figures.map(({ label, value, words, unit, limit, pass, warn }) => [
        label,
        words ?? (value === null ? 'not known' : `${Number(value.toPrecision(4))} ${unit}`),
        limit,
        !pass ? 'not good' : warn ? 'look at it' : value === null && !words ? 'not judged' : 'good',
      ]),
    },
  ]
}

function diagnosisSection({ diagnoses }: ExportedCase): Section {
  const corrected = new Set(diagnoses.map(({ correctsId }) => correctsId))
  const facts = diagnoses.map(
    ({ id, source, lesionClass, label, diagnosedOn, createdAt, laboratory, operatorName }) =>
      [
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
      ] as const,
  )
  return [
    { kind: 'heading', text: 'Diagnoses' },
    facts.length === 0 ? { kind: 'text', text: 'None yet.' } : { kind: 'facts', facts },
  ]
}

/** Who signed in Stokes, and room for who signs on paper. */
function signatureSection(signatures: readonly CaseSignature[]): Section {
  return [
    { kind: 'heading', text: 'Signatures' },
    ...(signatures.length > 0
      ? ([
          {
            kind: 'table',
            head: ['Who', 'Meaning', 'When', 'The case since', 'Of (SHA-256)'],
            rows: signatures.map((each) => [
              `${each.userName} (${each.role})${each.site === null ? '' : `, at ${each.site}`}`,
              each.meaning,
              each.signedAt.slice(0, 16).replace('T', ' '),
              `${each.unchanged ? 'as it was signed' : 'changed'}${each.checked === false ? ', not checked' : ''}`,
              each.hash,
            ]),
          },
        ] as const)
      : []),
    { kind: 'lines', labels: ['Name', 'Date', 'Signature'] },
  ]
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
