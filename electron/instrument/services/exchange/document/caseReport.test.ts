import { describe, expect, it } from 'vitest'
import { anAnswer } from '../../../../storage/fixtures'
import { aMeasurement } from '../../../../storage/exchange/fixtures'
import { caseReport } from './caseReport'

const about = { model: null, softwareVersion: '0.1.0', createdAt: '2026-01-04T00:00:00.000Z' }
const report = (measurement = aMeasurement()) => caseReport(measurement.of, [measurement], about)

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

  it('lets no name become markup', () => {
    const measurement = aMeasurement()
    const of = { ...measurement.of, patient: { ...measurement.of.patient, pseudonym: '<script>x</script>' } }
    expect(report({ ...measurement, of })).not.toContain('<script>')
  })
})
