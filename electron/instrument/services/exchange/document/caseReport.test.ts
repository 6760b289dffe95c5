import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { ModelSummary } from '../../../../contract/system'
import type { CaseSignature } from '../../../../contract/trust'
import { anAnswer } from '../../../../storage/fixtures'
import { aMeasurement } from '../../../../storage/exchange/fixtures'
import { caseReport, type CaseReportAbout } from './caseReport'
import { paperAsHtml } from './paperAsHtml'
import { paperAsPdf } from './paperAsPdf'

const about = {
  model: null,
  signatures: [],
  softwareVersion: '0.1.0',
  createdAt: '2026-01-04T00:00:00.000Z',
}
const report = (measurement = aMeasurement(), more: Partial<CaseReportAbout> = {}) =>
  paperAsHtml(caseReport(measurement.of, [measurement], { ...about, ...more }))

const model: ModelSummary = {
  ...{ name: 'paper-cnn', hash: 'model-hash', architecture: 'cnn5', simulated: true, threshold: 0.25 },
  ...{ recipe: { name: 'paper', hash: 'recipe-hash' }, prevalence: { calibratedAt: 0.3, site: null } },
  figures: {
    ...{ patients: 120, auc: 0.91, aucInterval: [0.88, 0.94] },
    ...{ sensitivity: 0.9, specificity: 0.8, oracleAuc: 0.95 },
  },
  provenance: '600 simulated patients',
}
const classes = [
  { name: 'naevus', malignant: false, probability: 0.7 },
  { name: 'melanoma', malignant: true, probability: 0.3 },
]
const full = aMeasurement({
  result: { ...aMeasurement().result!, answer: { ...aMeasurement().result!.answer, classes } },
})

describe('caseReport', () => {
  it('says what was found, in what, and what it is not', () => {
    const text = report()
    for (const said of [
      'Malignant: probability of malignancy 30.0 %',
      'Simulated spectra',
      'not a medical device',
      'Signature',
    ])
      expect(text).toContain(said)
    expect(text).not.toContain('Müller')
    expect(text).toContain('<title>Report of a case: lesion-1</title>')
  })

  it('says which diagnosis was corrected', () => {
    const measurement = aMeasurement()
    const [first] = measurement.of.diagnoses
    const second = { ...first!, id: 'diagnosis-2', lesionClass: 'naevus', label: 'benign' } as const
    const diagnoses = [{ ...second, diagnosedOn: '2026-02-03', correctsId: first!.id }, first!]
    const text = report({ ...measurement, of: { ...measurement.of, diagnoses } })
    expect(text).toContain('melanoma (malignant), 2026-01-03, Ada, corrected since')
    expect(text).toContain('naevus (benign), 2026-02-03, Ada<')
  })

  it('calls no figure good that was not judged', () => {
    const measurement = aMeasurement()
    const figure = { gate: 'g', label: 'Correlation', value: null, unit: '', limit: 'at least 1', pass: true }
    const quality = { pass: true, reasons: [], figures: [figure] }
    const answer = { ...measurement.result!.answer, quality }
    const text = report({ ...measurement, result: { ...measurement.result!, answer } })
    expect(text).toContain('not judged')
    expect(text).not.toContain('<td>good</td>')
  })

  it('gives no answer where it was withheld', () => {
    const answer = anAnswer({ probability: null, label: null, withheld: 'demonstration', processed: null })
    const measurement = aMeasurement()
    const text = report({ ...measurement, result: { ...measurement.result!, answer } })
    expect(text).toContain('may not judge this spectrum')
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('says who signed, where, and what became of the case since', () => {
    const signature: CaseSignature = {
      ...{ id: 's', lesionId: 'lesion-1', userName: 'Bo', role: 'clinician', meaning: 'approved' },
      ...{ signedAt: '2026-01-04T10:00:00.000Z', hash: 'ab'.repeat(32), site: 'Clinic A', checked: false },
      ...{ unchanged: false, changes: [] },
    }
    const text = report(aMeasurement(), { signatures: [signature] })
    for (const said of ['Bo (clinician), at Clinic A', 'approved', 'changed, not checked', signature.hash])
      expect(text).toContain(said)
  })

  it('lists spots and what they say together, each class, and the figures of the model with their cohort', () => {
    const text = report(full, { model })
    for (const said of [
      'Spots of the lesion',
      'Together: malignant, 30.0 %, the highest of 1 of 2 spots (edge)',
      'melanoma</dt>',
      '30.0 % (malignant)',
      'area under the curve 0.910 (95 % interval 0.880 to 0.940)',
      'on 120 held-out simulated patients',
    ])
      expect(text).toContain(said)
  })

  it('lets no name become markup', () => {
    const measurement = aMeasurement()
    const of = { ...measurement.of, patient: { ...measurement.of.patient, pseudonym: '<script>x</script>' } }
    expect(report({ ...measurement, of })).not.toContain('<script>')
  })
})

const READER = 'pdftotext'
const lacking = spawnSync(READER, ['-v']).error ? 'poppler-utils is not here' : null

function poppler(program: string, input: Uint8Array, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(program, [...args, '-', ...(program === READER ? ['-'] : [])], {
    input,
  })
  expect(stderr.toString()).toBe('')
  return stdout.toString()
}

describe('as PDF', () => {
  it.skipIf(lacking)(
    `is read by poppler, with all that the HTML says (${lacking ?? 'it is here'})`,
    async () => {
      const of = { ...full.of, patient: { ...full.of.patient, pseudonym: 'Łukasz-Ω' } }
      const paper = caseReport(of, [full], { ...about, model })
      const pdf = await paperAsPdf(paper)
      const text = poppler(READER, pdf).replaceAll(/\s/g, '')
      const said = paper.sections.flat().flatMap((block) => {
        if (block.kind === 'facts') return block.facts.flat()
        if (block.kind === 'table') return [...block.head, ...block.rows.flat()]
        return block.kind === 'figure'
          ? [block.caption, 'Raman shift (cm⁻¹)']
          : 'text' in block
            ? [block.text]
            : []
      })
      expect(said.length).toBeGreaterThan(40)
      for (const word of [paper.heading, ...said].join(' ').split(/\s+/)) expect(text).toContain(word)
      expect(poppler('pdfinfo', pdf, '-isodates')).toMatch(/CreationDate: +2026-01-04T00:00:00Z/)
    },
  )

  it('is written without a window', async () => {
    const bytes = Buffer.from(await paperAsPdf(caseReport(full.of, [full], about)))
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  })
})
